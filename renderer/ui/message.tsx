import type { ReactNode } from 'react';
import { DoneIcon, FaultIcon, InfoIcon, WarningIcon } from './icons.tsx';
import styles from './message.module.css';

const ICONS = { good: DoneIcon, info: InfoIcon, warning: WarningIcon, fault: FaultIcon };

export type MessageProps = {
  readonly tone: keyof typeof ICONS;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** What the log calls it by, for whoever looks after the machine. */
  readonly small?: string | undefined;
  readonly actions?: ReactNode;
};

/** Something to know: state always with an icon and words, never by colour alone. */
export function Message({ tone, title, children, small, actions }: MessageProps) {
  const Mark = ICONS[tone];
  return (
    <div className={`${styles.message} ${styles[tone]}`} role={tone === 'fault' ? 'alert' : 'status'}>
      <Mark />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children && <div className={styles.detail}>{children}</div>}
        {small && <p className={styles.small}>{small}</p>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
