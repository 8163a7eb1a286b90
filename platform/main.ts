import { pino } from 'pino';
import { startPlatform } from './platform.ts';
import { readSettings } from './settings.ts';

const EXIT_FAILED = 1;
const EXIT_PORT_IN_USE = 3;
/** A stop that hangs (a disk that does not answer) must not keep a machine from shutting down. */
const STOP_LIMIT_MS = 30_000;

function endWith(sentence: string, exitCode: number): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = exitCode;
}

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  if (settings.isErr()) return endWith(settings.error, EXIT_FAILED);
  // The log goes to standard error: standard output carries the ready line to a parent without a channel.
  const log = pino(
    { name: 'platform', level: settings.value.logLevel },
    pino.destination({ fd: 2, sync: true }),
  );

  let asked = false;
  const onStop = new Promise<void>((resolve) => {
    const ask = (): void => {
      asked = true;
      resolve();
    };
    process.on('SIGTERM', ask).on('SIGINT', ask).on('disconnect', ask);
  });
  const platform = await startPlatform({
    settings: settings.value,
    clock: { now: Date.now },
    log,
    onDatabaseLost: (sentence) => {
      endWith(sentence, EXIT_FAILED);
      process.exit();
    },
  });
  if (platform.isErr()) {
    // Ctrl-C during the start reaches the programs that it runs, too: their failing is no failure.
    if (!asked)
      endWith(
        platform.error.sentence,
        platform.error.code === 'PORT_IN_USE' ? EXIT_PORT_IN_USE : EXIT_FAILED,
      );
    if (process.connected) process.disconnect();
    return;
  }
  if (!asked) announce(platform.value.url);
  log.info({ url: platform.value.url }, 'platform ready');
  await onStop;
  const limit = setTimeout(() => {
    endWith('The platform did not stop in time and is ended.', EXIT_FAILED);
    process.exit();
  }, STOP_LIMIT_MS);
  await platform.value.stop();
  clearTimeout(limit);
  log.info('platform stopped');
  if (process.connected) process.disconnect();
}

function announce(url: string): void {
  const message = { kind: 'ready', url };
  if (process.send) process.send(message);
  else process.stdout.write(`${JSON.stringify(message)}\n`);
}

await main();
