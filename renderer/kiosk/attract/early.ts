import { useEffect, useState } from 'react';
import type { Language } from '#contract/scalars.ts';

/** Name of the performance mark of the moment at which the service was heard first. */
const MARK = 'service-heard';

/** Beyond this the page says that it waits. */
const EARLY_LIMIT_MS = 2_000;

/**
 * Whether the page may still stand for a service it has not heard of since it was loaded: the service is loaded while
 * the page is drawn, and would hold up the first picture.
 * @param heard whether the service has said all that a page needs
 */
export function useEarly(heard: boolean): boolean {
  const [over, setOver] = useState(heard);
  if (heard && !over) setOver(true);
  useEffect(() => {
    if (heard && performance.getEntriesByName(MARK).length === 0) performance.mark(MARK);
  }, [heard]);
  useEffect(() => {
    if (over) return undefined;
    const timer = setTimeout(() => setOver(true), EARLY_LIMIT_MS);
    return () => clearTimeout(timer);
  }, [over]);
  return !over && !heard;
}

/** A touch on the early page, kept until there is a service to begin the session, and forgotten where there is none. */
export type HeldTouch = {
  readonly held: boolean;
  readonly hold: (language: Language) => void;
};

/**
 * @param ready whether a session could begin now
 * @param start begins one; settles when that has been done or refused
 */
export function useHeldTouch(
  early: boolean,
  ready: boolean,
  start: (language: Language) => Promise<unknown>,
): HeldTouch {
  const [language, hold] = useState<Language>();
  if (language !== undefined && !early && !ready) hold(undefined);
  useEffect(() => {
    if (language !== undefined && ready) void start(language).then(() => hold(undefined));
  }, [language, ready, start]);
  return { held: language !== undefined, hold };
}
