import { terminalRoutes } from '../http/routes.ts';
import type { Scanning } from './scanning.ts';

/** @param scanning undefined while the terminal is in maintenance */
export function scanningRoutes(scanning: () => Scanning | undefined) {
  return {
    read: terminalRoutes.codes.read.handler(({ input }) => scanning()?.read(input.text)),
  };
}
