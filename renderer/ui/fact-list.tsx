import type { ReactNode } from 'react';
import styles from './fact-list.module.css';
import type { Icon } from './icons.tsx';

export type Fact = {
  readonly icon?: Icon;
  readonly name: string;
  readonly value: ReactNode;
  readonly strong?: boolean;
};

export type FactListProps = {
  readonly facts: readonly Fact[];
  /** Beside other things: smaller where the mode's text is large. */
  readonly compact?: boolean;
};

/** Names and values to check, one under the other. */
export function FactList({ facts, compact }: FactListProps) {
  return (
    <dl className={`${styles.list} ${compact ? styles.compact : ''}`}>
      {facts.map(({ icon: Mark, name, value, strong }) => (
        <div key={name} className={styles.fact}>
          <dt>
            {Mark && <Mark size="calc(var(--font-text) * 1.2)" />}
            <span>{name}</span>
          </dt>
          <dd className={strong ? styles.strong : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
