import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { type Icon, NextIcon, WarningIcon } from './icons.tsx';
import styles from './tile.module.css';

export type TileProps = {
  readonly icon?: Icon;
  readonly title: string;
  readonly detail?: ReactNode;
  /** Why it cannot be chosen now; the tile is grey and says so. */
  readonly blocked?: string | undefined;
  readonly size?: 'large' | 'row';
  readonly onPress: () => void;
};

/** A thing to choose: a verb on the home page, an answer, a service. */
export function Tile({ icon: Mark, title, detail, blocked, size = 'large', onPress }: TileProps) {
  return (
    <Button className={`${styles.tile} ${styles[size]}`} onPress={onPress} isDisabled={blocked !== undefined}>
      {Mark && (
        <span className={styles.mark}>
          <Mark size={size === 'large' ? 'var(--icon-large)' : 'var(--icon)'} />
        </span>
      )}
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        {blocked === undefined ? (
          detail !== undefined && <span className={styles.detail}>{detail}</span>
        ) : (
          <span className={styles.blocked}>
            <WarningIcon size="var(--font-text)" />
            {blocked}
          </span>
        )}
      </span>
      {blocked === undefined && (
        <span className={styles.next}>
          <NextIcon size="var(--font-lead)" />
        </span>
      )}
    </Button>
  );
}
