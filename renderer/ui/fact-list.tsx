import type { ReactNode } from 'react';
import styles from './fact-list.module.css';
import type { Icon } from './icons.tsx';

export type Fact = {
  readonly icon?: Icon;
  readonly name: string;
  readonly value: ReactNode;
  readonly strong?: boolean;
};

/** Names and values to check, one under the other. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.list}>
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
