import type { Icon } from './icons.tsx';
import styles from './stats.module.css';

export type Stat = { readonly icon: Icon; readonly name: string; readonly value: string };

/** Two or three numbers that decide something, side by side and large. */
export function Stats({ stats }: { readonly stats: readonly Stat[] }) {
  return (
    <dl className={styles.stats}>
      {stats.map(({ icon: Mark, name, value }) => (
        <div key={name} className={styles.stat}>
          <dt>
            <Mark size="calc(var(--font-text) * 1.2)" />
            <span>{name}</span>
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
