import { expect, test } from 'vitest';
import { type ShellSituation, shellSettings } from './settings.ts';

function situation(change: Partial<ShellSituation> = {}, switches: readonly string[] = []): ShellSituation {
  return {
    packaged: false,
    env: {},
    hasSwitch: (name) => switches.includes(name),
    shellFolder: '/app/dist/shell',
    resources: '/opt/terminal/resources',
    dataFolder: '/home/hall/shell',
    exists: () => false,
    ...change,
  };
}

const dock = { TERMINAL_DOCK_URL: 'http://127.0.0.1:9/?token=t' };

test('a packaged shell is a kiosk with its own parts', () => {
  const { kiosk, service } = shellSettings(
    situation({
      packaged: true,
      env: { TERMINAL_NODE: '/tmp/node', TERMINAL_SERVICE: '/tmp/x', TERMINAL_PAGE: '/tmp' },
    }),
    'token',
  );
  expect(kiosk).toBe(true);
  expect(service.node).toBe('/opt/terminal/resources/node');
  expect(service.script).toBe('/opt/terminal/resources/terminal/service.mjs');
  expect(service.env).toEqual({
    TERMINAL_CONFIG: '/opt/terminal/resources/config/terminal.yaml',
    TERMINAL_PAGE: '/opt/terminal/resources/renderer',
    TERMINAL_TOKEN: 'token',
    NODE_COMPILE_CACHE: '/home/hall/shell/service-code',
    NODE_OPTIONS: '--max-semi-space-size=1',
  });
});

test('an installed configuration goes before the packaged one, a named one before both', () => {
  const exists = () => true;
  const installed = shellSettings(situation({ packaged: true, exists }), 't');
  expect(installed.service.env['TERMINAL_CONFIG']).toBe('/etc/mengsuban-terminal/terminal.yaml');
  const named = shellSettings(
    situation({ packaged: true, exists, env: { TERMINAL_CONFIG: '/x.yaml' } }),
    't',
  );
  expect(named.service.env['TERMINAL_CONFIG']).toBe('/x.yaml');
});

test('a packaged shell shows a device dock only on an explicit development flag', () => {
  const plain = shellSettings(situation({ packaged: true, env: dock }), 't');
  expect(plain.dockUrl).toBeNull();
  expect(plain.service.env).not.toHaveProperty('TERMINAL_DOCK_URL');
  const flagged = shellSettings(situation({ packaged: true, env: dock }, ['development-dock']), 't');
  expect(flagged.dockUrl).toBe(dock.TERMINAL_DOCK_URL);
  expect(flagged.service.env['TERMINAL_DOCK_URL']).toBe(dock.TERMINAL_DOCK_URL);
  expect(shellSettings(situation({ env: dock }), 't').dockUrl).toBe(dock.TERMINAL_DOCK_URL);
});

test('the service inherits only what is on the list', () => {
  const env = {
    HOME: '/home/hall',
    LANG: 'zh_CN.UTF-8',
    NODE_OPTIONS: '--require /tmp/evil.js',
    LD_PRELOAD: '/tmp/evil.so',
    ELECTRON_RUN_AS_NODE: '1',
    DISPLAY: ':0',
  };
  const { service } = shellSettings(situation({ packaged: true, env }), 't');
  expect(Object.keys(service.env).sort()).toEqual([
    'HOME',
    'LANG',
    'NODE_COMPILE_CACHE',
    'NODE_OPTIONS',
    'TERMINAL_CONFIG',
    'TERMINAL_PAGE',
    'TERMINAL_TOKEN',
  ]);
  expect(service.env['NODE_OPTIONS']).not.toContain('evil');
});

test('a dock address that is no web address is not opened', () => {
  for (const url of ['file:///etc/passwd', 'javascript:1', 'nonsense', '']) {
    expect(shellSettings(situation({ env: { TERMINAL_DOCK_URL: url } }), 't').dockUrl).toBeNull();
  }
});
