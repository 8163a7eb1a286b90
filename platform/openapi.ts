import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { platformContract } from '#contract/platform/contract.ts';
import { signatureHeaders } from '#contract/platform/signature.ts';
import { API_PREFIX } from './server.ts';

const PATH = join(import.meta.dirname, 'openapi.json');
/** Everything else is signed by a terminal. */
const UNSIGNED_PATHS = ['/health', '/terminals/enrol'];

/** The platform's interface as an OpenAPI 3.1 document, as it stands in `openapi.json`. */
export async function openApiText(): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(platformContract, {
    info: {
      title: '蒙速办 terminal platform',
      version: '1',
      description:
        'What a self-service terminal asks of the platform. How a request is signed: signature.ts.',
    },
    servers: [{ url: API_PREFIX }],
    security: [Object.fromEntries(Object.keys(signatureHeaders).map((part) => [part, []]))],
    components: {
      securitySchemes: Object.fromEntries(
        Object.entries(signatureHeaders).map(([part, name]) => [
          part,
          { type: 'apiKey', in: 'header', name },
        ]),
      ),
    },
  });
  for (const path of UNSIGNED_PATHS) {
    for (const operation of [document.paths?.[path]?.get, document.paths?.[path]?.post]) {
      if (operation) operation.security = [];
    }
  }
  return `${JSON.stringify(document, null, 2)}\n`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { write: { type: 'boolean' }, check: { type: 'boolean' } } });
  const text = await openApiText();
  if (values.write) return writeFile(PATH, text);
  if (!values.check) return void process.stdout.write(text);
  if ((await readFile(PATH, 'utf8').catch(() => '')) === text) return;
  process.stderr.write(
    'platform/openapi.json is not what the contract says. Run: node platform/openapi.ts --write\n',
  );
  process.exitCode = 1;
}

if (import.meta.main) await main();
