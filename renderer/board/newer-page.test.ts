import { describe, expect, it, vi } from 'vitest';
import { createNewerPageCheck, scriptIn } from './newer-page.ts';

const page = (script: string) =>
  `<!doctype html><base href="/"><script type="module" crossorigin src="${script}"></script><link rel="modulepreload" href="./assets/x.js">`;

function check(served: () => Promise<string>) {
  let now = 0;
  const load = vi.fn<() => Promise<string>>(served);
  const reload = vi.fn<() => void>();
  const told = createNewerPageCheck({ script: './assets/board-old.js', load, reload, now: () => now });
  return {
    load,
    reload,
    /** The connection as it is so many seconds after the page was opened. */
    at: async (seconds: number, connected: boolean) => {
      now = seconds * 1000;
      told(connected);
      await Promise.resolve();
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
  };
}

describe('a newer page', () => {
  it('is loaded after a break when the platform has one', async () => {
    const { at, reload } = check(async () => page('./assets/board-new.js'));
    await at(1, true);
    await at(500, true);
    expect(reload).not.toHaveBeenCalled();
    await at(600, false);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('is not loaded when it is the same, and is asked for at most once a minute', async () => {
    const { at, load, reload } = check(async () => page('./assets/board-old.js'));
    await at(1, true);
    for (let seconds = 2; seconds < 62; seconds += 2) await at(seconds, seconds % 4 === 0);
    expect(load).toHaveBeenCalledTimes(1);
    expect(reload).not.toHaveBeenCalled();
  });

  it('is looked for again when nothing was to be had, until the platform is back', async () => {
    let away = true;
    const { at, load, reload } = check(async () => {
      if (away) throw new TypeError('no network');
      return page('./assets/board-new.js');
    });
    await at(1, true);
    await at(10, false);
    await at(80, false);
    expect(load).toHaveBeenCalledTimes(2);
    expect(reload).not.toHaveBeenCalled();
    away = false;
    await at(150, true);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('is none where an error page is served in its place', () => {
    expect(scriptIn(page('./assets/board-1.js'))).toBe('./assets/board-1.js');
    expect(scriptIn('<h1>Bad gateway</h1>')).toBeUndefined();
  });
});
