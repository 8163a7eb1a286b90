import type { ReactNode } from 'react';
import styles from './columns.module.css';

/** Parts that stand under each other on an upright screen and beside each other on a wide one. */
export function Columns({ children, fill }: { readonly children: ReactNode; readonly fill?: boolean }) {
  return <div className={`${styles.columns} ${fill ? styles.fill : ''}`}>{children}</div>;
}

/** Several parts that stay together in one column. */
export function Column({ children }: { readonly children: ReactNode }) {
  return <div className={styles.column}>{children}</div>;
}
