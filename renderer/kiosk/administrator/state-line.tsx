import type { ReactNode } from 'react';
import { DoneIcon, FaultIcon, TimeIcon, WarningIcon } from '../../ui/icons.tsx';
import styles from './device-tile.module.css';

const MARKS = { good: DoneIcon, warning: WarningIcon, fault: FaultIcon, wait: TimeIcon };

/** A state with its mark: never by colour alone. */
export function StateLine({
  tone,
  children,
}: {
  readonly tone: keyof typeof MARKS;
  readonly children: ReactNode;
}) {
  const Mark = MARKS[tone];
  return (
    <span className={`${styles.state} ${tone === 'wait' ? '' : styles[tone]}`}>
      <Mark size="var(--font-text)" />
      <span>{children}</span>
    </span>
  );
}
