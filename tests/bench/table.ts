/** One line of the result: what was measured, against what, and whether it is good enough. */
export type Measurement = {
  readonly what: string;
  readonly samples: readonly number[];
  readonly unit: 'ms' | 'min' | 'MB' | 'MB/s' | 'bytes' | '%' | '/s';
  /** The peer or physical limit, measured in the same run. */
  readonly against?: { readonly what: string; readonly samples: readonly number[] };
  readonly goal?: { readonly text: string; readonly met: boolean };
};

/** The value below which a share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);
export const p95 = (samples: readonly number[]): number => quantile(samples, 0.95);

/** Rows of text in columns as wide as their widest cell. */
export function printTable(measurements: readonly Measurement[]): void {
  const rows = [
    ['measured', 'n', 'median', 'p95', 'against', 'median', 'ratio', 'goal', ''],
    ...measurements.map(row),
  ];
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  for (const cells of rows) {
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

function row({ what, samples, unit, against, goal }: Measurement): string[] {
  const value = (number: number): string => `${number.toFixed(number < 10 ? 2 : 1)} ${unit}`;
  return [
    what,
    String(samples.length),
    value(median(samples)),
    value(p95(samples)),
    against?.what ?? '',
    against ? value(median(against.samples)) : '',
    against ? ratio(median(samples) / median(against.samples)) : '',
    goal?.text ?? '',
    goal ? (goal.met ? 'met' : 'MISSED') : '',
  ];
}

function ratio(value: number): string {
  return value < 0.1 ? value.toPrecision(2) : value.toFixed(2);
}
