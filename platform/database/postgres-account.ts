import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { err, ok, type Result } from 'neverthrow';

const run = promisify(execFile);

/** Who runs PostgreSQL: it refuses to run as root. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

export type AccountError = { readonly code: 'NO_ACCOUNT'; readonly detail: string };

const OWN_ACCOUNT = 'mengsuban';
/** Debian's PostgreSQL packages make this one; it serves when no account can be added. */
const FALLBACK_ACCOUNT = 'postgres';

/** As an ordinary user nothing (PostgreSQL runs as that user); as root a system account, made when missing. */
export async function postgresAccount(): Promise<Result<Account | undefined, AccountError>> {
  if (process.getuid?.() !== 0) return ok(undefined);
  const existing = await lookUp(OWN_ACCOUNT);
  if (existing) return ok(existing);
  const refusal = await addAccount();
  // Looked up even after a failure: another process may have added it in the same moment.
  const account = (await lookUp(OWN_ACCOUNT)) ?? (await lookUp(FALLBACK_ACCOUNT));
  if (account) return ok(account);
  return err({ code: 'NO_ACCOUNT', detail: refusal ?? 'the account was not added' });
}

async function addAccount(): Promise<string | undefined> {
  const shape = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  try {
    await run('useradd', [...shape, '--shell', '/usr/sbin/nologin', OWN_ACCOUNT]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function lookUp(name: string): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all([numberOf('-u', name), numberOf('-g', name)]);
  return uid === undefined || gid === undefined ? undefined : { name, uid, gid };
}

async function numberOf(option: '-u' | '-g', name: string): Promise<number | undefined> {
  try {
    const { stdout } = await run('id', [option, name]);
    return Number.parseInt(stdout, 10);
  } catch {
    // `id` ends with an error exactly when there is no such account.
    return undefined;
  }
}
