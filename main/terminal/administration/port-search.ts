import type { DeviceClass } from '#contract/device.ts';
import type { PortView } from '#contract/terminal/administration.ts';
import type { Log } from '../log/log.ts';
import { lineOf, type Port } from './ports.ts';
import { type ProbePortOptions, probePort } from './probe-port.ts';

export type PortSearchOptions = {
  readonly first: DeviceClass;
  readonly ports: readonly Port[];
  /** The device that has a line, by the line's true name. */
  readonly usedBy: (line: string) => string | undefined;
  /** What is known to be at a line without asking: the device that is to be changed. */
  readonly known: (line: string) => PortView['found'];
  readonly build: ProbePortOptions['build'];
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly tell: (ports: readonly PortView[]) => void;
};

/** Opening a line takes a thread of the pool that all files share; half of them stay free for the database. */
const AT_ONCE = 2;

/** Asks every free port what is there, some at a time; tells after each step. */
export async function searchPorts(options: PortSearchOptions): Promise<void> {
  const { ports, usedBy, known, signal, log, tell } = options;
  let views = ports.map(({ path, description }): PortView => {
    const line = lineOf(path);
    const port = { path, ...(description !== undefined && { description }) };
    const found = known(line);
    if (found) return { ...port, state: 'answered', found };
    const owner = usedBy(line);
    return owner === undefined ? { ...port, state: 'waiting' } : { ...port, state: 'used', usedBy: owner };
  });
  const show = (path: string, changes: Partial<PortView>) => {
    views = views.map((view) => (view.path === path ? { ...view, ...changes } : view));
    tell(views);
  };
  tell(views);

  const free = views.filter(({ state }) => state === 'waiting').map(({ path }) => path);
  const work = async () => {
    for (let path = free.shift(); path !== undefined && !signal.aborted; path = free.shift()) {
      show(path, { state: 'asking' });
      const answer = await probePort(path, options);
      if (signal.aborted) return;
      const found = answer.state === 'answered' ? answer : undefined;
      log.event('administration.port-asked', { path, state: answer.state, class: found?.class ?? 'none' });
      show(path, {
        state: answer.state,
        ...(found && {
          found: {
            class: found.class,
            model: found.model,
            baudRate: found.baudRate,
            ...(found.fault !== undefined && { fault: found.fault }),
          },
        }),
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
