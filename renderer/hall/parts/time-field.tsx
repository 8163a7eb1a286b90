import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, type FieldProps } from '../../desk/ui/field.tsx';
import { timeOfDay } from './time-of-day.ts';

/**
 * A time of day in 24 hours. The browser's own field follows the browser's language, which may count to twelve twice.
 */
export function TimeField({ value, onChange, error, ...rest }: Omit<FieldProps, 'type' | 'onBlur'>) {
  const { t } = useTranslation('desk');
  const [isTyping, setTyping] = useState(false);
  const isNone = !isTyping && value !== '' && timeOfDay(value) === undefined;
  return (
    <Field
      width="narrow"
      numeric
      maxLength={5}
      {...rest}
      value={value}
      error={isNone ? t('hall.hours.notATime') : error}
      onChange={(next) => {
        setTyping(true);
        onChange(next);
      }}
      onBlur={() => {
        setTyping(false);
        onChange(timeOfDay(value) ?? value);
      }}
    />
  );
}
