import { Field, type FieldProps } from '../../desk/ui/field.tsx';
import { timeOfDay } from './time-of-day.ts';

/**
 * A time of day in 24 hours. The browser's own field follows the browser's language, which may count to twelve twice.
 */
export function TimeField({ value, onChange, ...rest }: Omit<FieldProps, 'type' | 'onBlur'>) {
  return (
    <Field
      width="narrow"
      numeric
      maxLength={5}
      {...rest}
      value={value}
      onChange={onChange}
      onBlur={() => onChange(timeOfDay(value) ?? value)}
    />
  );
}
