import { buildIfChanged } from '../../scripts/start/build-if-changed.ts';
import { project } from '../harness/stack.ts';

/** These tests start the programs as they ship. */
export default async function prepare(): Promise<void> {
  const built = await buildIfChanged(project, () => console.log('building …'));
  if (built.isErr()) throw new Error(`The build failed:\n${built.error.output}`);
}
