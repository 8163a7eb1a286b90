import type { Maintenance } from '#contract/terminal/status.ts';
import type { Clock } from '#domain/time/clock.ts';
import { createPageCameras } from '#drivers/document-camera/page-cameras.ts';
import type { HidModule } from '#drivers/transport/hid.ts';
import type { LoopbackServer } from '#loopback/loopback-server.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { detailsOf } from './configuration/file-faults.ts';
import { watchConfiguration } from './configuration/watch-configuration.ts';
import { createFailureReferences } from './failure-reference.ts';
import { createRpc } from './http/rpc.ts';
import type { FileLog } from './log/log.ts';
import { type Serving, startServing } from './serving.ts';
import { collectAfterSessions } from './session/collect-after.ts';
import { createSessions } from './session/session.ts';
import { createStatus } from './status/status.ts';
import type { Timers } from './timers.ts';

export type TerminalOptions = {
  readonly configurationFile: string;
  /** Where the page is served already; its sockets wait for the service. */
  readonly server: LoopbackServer;
  readonly dockUrl?: string;
  readonly softwareVersion: string;
  /** node-hid unless another is given. */
  readonly hid?: HidModule | undefined;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: FileLog;
  /** An exception nobody expected: the process should end and be started anew. */
  readonly onDefect: (error: unknown) => void;
};

export type Terminal = {
  readonly url: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
};

/** Until a configuration says otherwise. */
const FIRST_TIMING = { idleMs: 90_000, warningMs: 20_000 };

/** A data folder that could not be opened (full, not mounted yet) is tried again. */
const TRY_AGAIN_MS = 5000;

/**
 * Starts the whole service behind a page that is served already. A configuration or a disk it cannot work with shows as
 * maintenance, is looked at again, and the terminal comes up as soon as that is mended.
 */
export function startTerminal(options: TerminalOptions): Terminal {
  const { configurationFile, server, clock, timers, log, softwareVersion, onDefect } = options;
  const status = createStatus(clock, options.dockUrl);
  const sessions = createSessions({ clock, timers, timing: FIRST_TIMING, log });
  const stopCollecting = collectAfterSessions(sessions, timers);
  const referenceFor = createFailureReferences(log);
  const pageCameras = createPageCameras();
  let serving: Serving | undefined;
  let stopped = false;
  let cancelRetry = () => {};

  server.serve(
    createRpc({
      status: status.published,
      sessions,
      pageCameras,
      parts: () => serving,
      referenceFor,
      log,
      onDefect,
    }),
  );

  function maintain(code: Maintenance['code'], details: Maintenance['details']): void {
    const shown = status.published.get().maintenance;
    // The same trouble keeps its reference, so that what was noted down stays findable.
    const same = shown?.code === code && JSON.stringify(shown.details) === JSON.stringify(details);
    const reference = same ? shown.reference : referenceFor(code, 'start');
    status.update({ phase: 'maintenance', maintenance: { code, details, reference } });
  }

  function bringUp(): void {
    cancelRetry();
    if (serving || stopped) return;
    const read = readConfiguration(configurationFile);
    if (read.isErr()) {
      for (const { line, field, problem } of read.error.faults) {
        log.event('configuration.invalid', { file: configurationFile, line: line ?? 0, field, problem });
      }
      maintain(read.error.code, detailsOf(read.error));
      return;
    }
    log.event('configuration.read', { file: configurationFile, devices: read.value.devices.length });
    const started = startServing({
      configuration: read.value,
      configurationFile,
      sessions,
      status,
      referenceFor,
      clock,
      timers,
      log,
      softwareVersion,
      pageCameras,
      hid: options.hid,
    });
    if (started.isErr()) {
      maintain(started.error.code, [{ label: 'path', value: started.error.path }]);
      cancelRetry = timers.after(TRY_AGAIN_MS, bringUp);
      return;
    }
    serving = started.value;
  }

  const stopWatching = watchConfiguration(configurationFile, () => {
    if (serving) serving.filesChanged();
    else bringUp();
  });
  bringUp();

  return {
    url: server.url,
    port: server.port,
    stop: async () => {
      stopped = true;
      stopWatching();
      cancelRetry();
      sessions.end('restarted');
      stopCollecting();
      await serving?.stop();
      await server.close();
    },
  };
}
