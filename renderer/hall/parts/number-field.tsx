import { useState } from 'react';
import { Field, type FieldProps } from '../../desk/ui/field.tsx';

export type NumberFieldProps = Omit<FieldProps, 'value' | 'onChange' | 'type'> & {
  /** NaN while nothing that is a number stands in it. */
  readonly value: number;
  readonly onChange: (value: number) => void;
};

/** A number; what is being typed stays as it is typed. */
export function NumberField({ value, onChange, ...rest }: NumberFieldProps) {
  const [typed, setTyped] = useState('');
  const text = Object.is(numberOf(typed), value) ? typed : Number.isNaN(value) ? '' : String(value);
  return (
    <Field
      {...rest}
      type="number"
      value={text}
      onChange={(next) => {
        setTyped(next);
        onChange(numberOf(next));
      }}
    />
  );
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
