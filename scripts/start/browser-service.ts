import { closeSync } from 'node:fs';
import { runService, type ServiceProgram } from '../../main/shell/service-process.ts';
import { supervisorTiming } from '../../main/shell/service-supervisor.ts';
import { openLog } from './part.ts';
import type { User } from './place.ts';

export type BrowserService = {
  /** The address to open, with its token; settles to undefined when the service never comes up. */
  readonly url: Promise<string | undefined>;
  readonly stopped: Promise<void>;
  readonly stop: () => Promise<void>;
};

/**
 * Supervises the terminal service without a window, by the same rules as the shell: restarted with backoff
 * on the same port with the same token, so that an open page comes back by itself.
 * @param giveUpMs how long to wait for the first address
 */
export function runBrowserService(
  program: Omit<ServiceProgram, 'output' | 'user'>,
  user: User | undefined,
  logFile: string,
  giveUpMs: number,
): BrowserService {
  const output = openLog(logFile);
  let tellUrl: (url: string | undefined) => void = () => undefined;
  let tellStopped: () => void = () => undefined;
  const url = new Promise<string | undefined>((resolve) => {
    tellUrl = resolve;
  });
  const stopped = new Promise<void>((resolve) => {
    tellStopped = resolve;
  });
  const patience = setTimeout(() => tellUrl(undefined), giveUpMs);
  const service = runService(
    { ...program, output, ...(user === undefined ? {} : { user }) },
    supervisorTiming,
    (state) => {
      if (state.state === 'serving') {
        clearTimeout(patience);
        tellUrl(state.url);
      }
      if (state.state === 'stopped') tellStopped();
    },
    () => undefined,
  );
  return {
    url,
    stopped,
    stop: async () => {
      clearTimeout(patience);
      await service.stop();
      closeSync(output);
    },
  };
}
