import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { APPOINTMENT_CODE_LENGTH, APPOINTMENT_LETTERS } from '#domain/appointment/code.ts';
import styles from './code-pad.module.css';

/** Digits above the letters, as on every keyboard. */
const KEYS = [...APPOINTMENT_LETTERS].toSorted();
const GROUPS = [0, 1, 2];
const GROUP_LENGTH = APPOINTMENT_CODE_LENGTH / GROUPS.length;

export type CodePadProps = {
  /** What was given so far. */
  readonly code: string;
  readonly disabled: boolean;
  readonly onChange: (code: string) => void;
};

/** The letters and digits that a code may have, and none that it cannot: what is not there cannot be mistyped. */
export function CodePad({ code, disabled, onChange }: CodePadProps) {
  const { t } = useTranslation();
  const isFull = code.length >= APPOINTMENT_CODE_LENGTH;
  return (
    <div className={styles.pad}>
      <output className={styles.given} aria-label={t('appointments.typing.given', { count: code.length })}>
        {GROUPS.map((group) => (
          <span key={group} className={styles.group}>
            {Array.from({ length: GROUP_LENGTH }, (_, index) => {
              const place = group * GROUP_LENGTH + index;
              return (
                <span key={place} className={styles.cell} data-next={place === code.length || undefined}>
                  {code[place]}
                </span>
              );
            })}
          </span>
        ))}
      </output>
      <fieldset className={styles.keys} aria-label={t('appointments.typing.keys')}>
        {KEYS.map((letter) => (
          <Button
            key={letter}
            className={styles.key ?? ''}
            isDisabled={disabled || isFull}
            onPress={() => onChange(code + letter)}
          >
            {letter}
          </Button>
        ))}
        <Button
          className={`${styles.key} ${styles.word}`}
          isDisabled={disabled || code === ''}
          onPress={() => onChange(code.slice(0, -1))}
        >
          {t('appointments.typing.erase')}
        </Button>
        <Button
          className={`${styles.key} ${styles.word}`}
          isDisabled={disabled || code === ''}
          onPress={() => onChange('')}
        >
          {t('appointments.typing.clear')}
        </Button>
      </fieldset>
    </div>
  );
}
