import { openStage } from '../harness/window.ts';

/** Builds and stages once, before the test files run beside each other. */
export default async function prepare(): Promise<void> {
  await openStage();
}
