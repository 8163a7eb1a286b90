import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import { builtPages, ownVoice } from './pages.ts';

const LARGEST_PORT = 65_535;

/** Addresses and no number of proxies: whoever reaches the platform without a proxy could write what one would. */
const addressesSchema = z
  .string()
  .transform((text) => text.split(',').map((address) => address.trim()))
  .pipe(
    z.array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
        error: 'the addresses of proxies, as 10.0.0.4 or 10.0.0.0/8, with commas between them',
      }),
    ),
  );

const settingsSchema = z.object({
  /** Undefined: an embedded PostgreSQL in `dataDir`. */
  DATABASE_URL: z.string().min(1).optional(),
  PLATFORM_DATA: z.string().min(1).default('platform-data'),
  PLATFORM_HOST: z.string().min(1).default('127.0.0.1'),
  PLATFORM_PORT: z.coerce.number().int().min(0).max(LARGEST_PORT).default(0),
  PLATFORM_DEMO: z.enum(['0', '1']).default('0'),
  PLATFORM_DEMO_ENROL_CODES: z.string().default(''),
  /** Undefined: a file in `dataDir`. Platforms that share a database need the same, and do not start without. */
  PLATFORM_SECRET: z.string().min(16).optional(),
  /** The proxies whose word is taken for where a request came from; nobody's when nothing is said. */
  PLATFORM_TRUST_PROXY: addressesSchema.optional(),
  /** The folder of the built pages for browsers; what is built beside the program when nothing is said. */
  PLATFORM_PAGES: z.string().min(1).optional(),
  /** The folder of the voice that boards speak with; the one that comes with the program when nothing is said. */
  PLATFORM_VOICE: z.string().min(1).optional(),
  PLATFORM_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Settings = {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Undefined: no demo; else the one-time codes that the demo hall accepts. */
  readonly demoCodes: readonly string[] | undefined;
  readonly secret: string | undefined;
  readonly trustProxy: readonly string[];
  readonly pages: string | undefined;
  readonly voice: string | undefined;
  readonly logLevel: string;
};

/** Reads the platform's settings; an error is one sentence that names each wrong variable. */
export function readSettings(environment: NodeJS.ProcessEnv): Result<Settings, string> {
  // A variable that is set to nothing is a variable that is not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const checked = settingsSchema.safeParse(given);
  if (!checked.success) {
    const faults = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return err(`Wrong settings: ${faults.join('; ')}. Correct these environment variables and start again.`);
  }
  const { data } = checked;
  const codes = data.PLATFORM_DEMO_ENROL_CODES.split(',').map((code) => code.trim());
  return ok({
    databaseUrl: data.DATABASE_URL,
    dataDir: data.PLATFORM_DATA,
    host: data.PLATFORM_HOST,
    port: data.PLATFORM_PORT,
    demoCodes: data.PLATFORM_DEMO === '1' ? codes.filter((code) => code !== '') : undefined,
    secret: data.PLATFORM_SECRET,
    trustProxy: data.PLATFORM_TRUST_PROXY ?? [],
    pages: data.PLATFORM_PAGES ?? builtPages(),
    voice: data.PLATFORM_VOICE ?? ownVoice(),
    logLevel: data.PLATFORM_LOG_LEVEL,
  });
}
