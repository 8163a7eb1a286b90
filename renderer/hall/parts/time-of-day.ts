/**
 * What somebody typed as a time of day, as the contract writes it: `9` and `9:0` and `900` are `09:00`. Undefined
 * where it is none.
 */
export function timeOfDay(text: string): string | undefined {
  const parts = /^(\d{1,2})(?:[:：.](\d{1,2})|(\d{2}))?$/.exec(text.trim());
  const hour = Number(parts?.[1]);
  const minute = Number(parts?.[2] ?? parts?.[3] ?? 0);
  // 24:00 is the end of a day, and the beginning of none.
  if (!parts || hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** Two times of a day of which the second is later; undefined where they are not. */
export function spanOfDay(from: string, to: string): { from: string; to: string } | undefined {
  const [begin, end] = [timeOfDay(from), timeOfDay(to)];
  return begin !== undefined && end !== undefined && begin < end ? { from: begin, to: end } : undefined;
}
