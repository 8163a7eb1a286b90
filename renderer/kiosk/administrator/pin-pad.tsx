import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { PIN_LENGTH } from './pin-length.ts';
import styles from './pin-pad.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export type PinPadProps = {
  /** What the last key is called. */
  readonly enter: string;
  readonly disabled?: boolean;
  readonly onEnter: (pin: string) => void;
};

/** Digits to touch. What was given shows as dots; it is forgotten as soon as it is handed on. */
export function PinPad({ enter, disabled = false, onEnter }: PinPadProps) {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  const add = (digit: string) => setPin(pin.length < PIN_LENGTH.most ? pin + digit : pin);
  const key = (digit: string) => (
    <Button key={digit} className={styles.key ?? ''} isDisabled={disabled} onPress={() => add(digit)}>
      {digit}
    </Button>
  );
  return (
    <div className={styles.pad}>
      <output className={styles.given} aria-label={t('administration.pinGiven', { count: pin.length })}>
        {Array.from(pin, (_, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- dots are alike, and only their number counts
          <span key={place} />
        ))}
      </output>
      <fieldset className={styles.keys} aria-label={t('administration.digits')}>
        {DIGITS.map(key)}
        <Button
          className={`${styles.key} ${styles.word}`}
          isDisabled={disabled || pin === ''}
          onPress={() => setPin(pin.slice(0, -1))}
        >
          {t('administration.erase')}
        </Button>
        {key('0')}
        <Button
          className={`${styles.key} ${styles.word} ${styles.enter}`}
          isDisabled={disabled || pin.length < PIN_LENGTH.least}
          onPress={() => {
            setPin('');
            onEnter(pin);
          }}
        >
          {enter}
        </Button>
      </fieldset>
    </div>
  );
}
