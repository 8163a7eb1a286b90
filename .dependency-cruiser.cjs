/**
 * The layer table of docs/architecture.md as rules: who may import whom. What is not allowed here is forbidden.
 * `tests/layers` shows that a planted violation of each rule is found.
 */

/** Tests beside their code, and what helps them. */
const unitTest = '(\\.test\\.tsx?$|/testing/)';

/** Layer folder → layers it may import, besides itself. */
const layers = {
  domain: [],
  contract: ['domain'],
  drivers: ['domain'],
  'main/loopback': [],
  'main/terminal': ['contract', 'domain', 'drivers', 'main/loopback'],
  'main/dock': ['contract', 'domain', 'drivers', 'main/loopback'],
  'main/shell': ['contract'],
  renderer: ['contract', 'domain'],
  platform: ['contract', 'domain'],
};

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  name: `layer-${layer.replace('/', '-')}`,
  comment: `${layer}/ may import only: ${[layer, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^${layer}/`, pathNot: unitTest },
  to: {
    path: '^(domain|contract|drivers|main|renderer|platform|tests|scripts)/',
    pathNot: [layer, ...allowed].map((folder) => `^${folder}/`),
  },
}));

/** Folders without I/O: the packages they may use, and nothing of Node. */
const pureFolders = { domain: ['neverthrow'], contract: ['neverthrow', 'zod', '@orpc/contract'] };

const pureRules = Object.entries(pureFolders).map(([layer, packages]) => ({
  name: `pure-${layer}`,
  comment: `${layer}/ does no I/O: no Node modules, and of packages only ${packages.join(', ')}`,
  severity: 'error',
  from: { path: `^${layer}/`, pathNot: unitTest },
  to: {
    pathNot: [
      `^(${Object.keys(layers).join('|')})/`,
      ...packages.map((name) => `(^|node_modules/)${name}(/|$)`),
    ],
  },
}));

/** Loads parts of the electron package by that package's own place, which no resolver follows. */
const resolvesElsewhere = '^scripts/setup/probe-electron\\.mjs$';

module.exports = {
  forbidden: [
    ...layerRules,
    ...pureRules,
    {
      name: 'no-test-help-in-product',
      comment: 'What helps tests is no part of what ships.',
      severity: 'error',
      from: { path: '^(domain|contract|drivers|main|renderer|platform)/', pathNot: unitTest },
      to: { path: '(/testing/|^tests/)' },
    },
    {
      name: 'codecs-are-pure',
      comment: 'Codecs, layouts and decoders turn bytes into messages and back; they open nothing.',
      severity: 'error',
      from: { path: '^drivers/.*(codec|layout|commands|decoder|encoder)\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'page-without-node',
      comment: 'The pages run in a sandboxed browser.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: unitTest },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: { pathNot: resolvesElsewhere },
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      from: { pathNot: ['^node_modules', resolvesElsewhere] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-package-in-product',
      comment: 'What ships may use only `dependencies`; Electron itself and the build come from outside.',
      severity: 'error',
      from: {
        path: '^(domain|contract|drivers|main|renderer|platform)/',
        pathNot: [unitTest, '(emulator|/emulation/|^main/dock/|embedded-postgres|conformance)'],
      },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: ['node_modules/electron/', '^electron$'],
      },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
