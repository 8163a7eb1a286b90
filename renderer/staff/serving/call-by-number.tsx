import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../desk/ui/button.tsx';
import { keyOf } from '../keys.ts';
import styles from './serving.module.css';

export type CallByNumberProps = {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly blocked: boolean;
  readonly onCall: (label: string) => void;
};

/** Calls a number of the clerk's choice, as it stands on the ticket. */
export function CallByNumber({ field, blocked, onCall }: CallByNumberProps) {
  const { t } = useTranslation('desk');
  const [label, setLabel] = useState('');
  const wanted = label.trim().toUpperCase();
  return (
    <form
      className={styles.byNumber}
      onSubmit={(event) => {
        event.preventDefault();
        if (blocked || wanted === '') return;
        onCall(wanted);
        setLabel('');
        field.current?.blur();
      }}
    >
      <label>
        <span>{t('staff.byNumber.label')}</span>
        <kbd>{keyOf.byNumber}</kbd>
        <input
          ref={field}
          value={label}
          maxLength={16}
          autoComplete="off"
          autoCapitalize="characters"
          name="label"
          onChange={(event) => setLabel(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      </label>
      <Button type="submit" disabled={blocked || wanted === ''} name="call-number">
        {t('staff.byNumber.go')}
      </Button>
    </form>
  );
}
