import { useTranslation } from 'react-i18next';
import type { DeskView } from '#contract/desk/staff.ts';
import { Button } from '../../desk/ui/button.tsx';
import { keyOf } from '../keys.ts';
import styles from './action-bar.module.css';
import { type DeskAction, type Obstacle, obstacleTo } from './possible.ts';

/** In the order of their work: first what brings a number, then what most numbers need. */
const ORDER: readonly DeskAction[] = [
  'next',
  'serve',
  'finish',
  'recall',
  'noShow',
  'hold',
  'transfer',
  'merge',
];

export type ActionBarProps = {
  readonly view: DeskView;
  /** The action under way: all are locked. */
  readonly busy: string | undefined;
  readonly onAction: (action: DeskAction) => void;
};

/** All that can be done with a number; what cannot be done now says why. */
export function ActionBar({ view, busy, onAction }: ActionBarProps) {
  const { t } = useTranslation('desk');
  const main = mainAction(view);
  const inWords = (obstacle: Obstacle) =>
    obstacle.why === 'callsLeft'
      ? t('staff.why.callsLeft', { count: obstacle.count })
      : t(`staff.why.${obstacle.why}`);
  return (
    <div className={styles.bar}>
      {ORDER.map((action) => {
        const obstacle = obstacleTo(action, view);
        return (
          <Button
            key={action}
            name={action}
            kind={action === main ? 'primary' : 'secondary'}
            hotkey={keyOf[action]}
            reason={obstacle && inWords(obstacle)}
            disabled={busy !== undefined && busy !== action}
            busy={busy === action}
            keepFocus
            onPress={() => onAction(action)}
          >
            {t(`staff.action.${action}`)}
          </Button>
        );
      })}
    </div>
  );
}

/** What a clerk does next in most cases. */
function mainAction({ current }: DeskView): DeskAction {
  if (!current) return 'next';
  return current.state === 'called' ? 'serve' : 'finish';
}
