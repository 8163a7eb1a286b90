import type { User } from './place.ts';

/**
 * Does something with the rights of that user, where root starts the demo; as whoever this is, otherwise.
 * @param work ends before it returns: the whole process has these rights meanwhile
 */
export function asUser<Value>(user: User | undefined, work: () => Value): Value {
  if (user === undefined) return work();
  // The group first and last: an ordinary user may not change it.
  process.setegid?.(user.gid);
  process.seteuid?.(user.uid);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
