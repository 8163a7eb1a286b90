import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import styles from './field.module.css';

export type FieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly type?: 'text' | 'password' | 'date' | 'number' | 'url';
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** The id of a sentence elsewhere that says what is wrong with it. */
  readonly errorAt?: string | undefined;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly maxLength?: number;
  readonly numeric?: boolean;
  readonly autoComplete?: string;
  /** Takes the focus when it appears. */
  readonly first?: boolean;
  readonly name?: string;
  /** Of what is typed, where it is not the page's. */
  readonly lang?: string;
  /** Only for those who hear the page: the column says it to the eye. */
  readonly hideLabel?: boolean;
  readonly width?: 'narrow' | 'medium' | 'wide';
};

/** A text, date or time to fill in, with its name above. */
export function Field(props: FieldProps) {
  const { label, value, onChange, type = 'text', hint, error, width = 'medium' } = props;
  return (
    <TextField
      className={`${styles.field} ${styles[width]}`}
      value={value}
      onChange={onChange}
      {...(props.onBlur && { onBlur: props.onBlur })}
      type={type === 'date' || type === 'number' ? 'text' : type}
      isRequired={props.required ?? false}
      isDisabled={props.disabled ?? false}
      isInvalid={error !== undefined || props.errorAt !== undefined}
      {...(props.maxLength !== undefined && { maxLength: props.maxLength })}
      {...(props.name && { name: props.name })}
      {...(props.hideLabel && { 'aria-label': label })}
      {...(props.autoComplete && { autoComplete: props.autoComplete })}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- only the first field of what was just opened
      autoFocus={props.first ?? false}
    >
      {!props.hideLabel && <Label className={styles.label}>{label}</Label>}
      <Input
        className={styles.input ?? ''}
        type={type}
        {...(props.lang && { lang: props.lang })}
        {...(props.errorAt && { 'aria-describedby': props.errorAt })}
        {...((props.numeric ?? type === 'number') && { inputMode: 'numeric' as const })}
      />
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      {error && <FieldError className={styles.error ?? ''}>{error}</FieldError>}
    </TextField>
  );
}

export type ProblemProps = { readonly id: string; readonly children: ReactNode };

/** What is wrong with fields that have no room for it below themselves. */
export function Problem({ id, children }: ProblemProps) {
  return (
    <p id={id} className={styles.error} role="alert">
      {children}
    </p>
  );
}

export type ChoiceProps<T extends string> = {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, words: string])[];
  readonly onChange: (value: T) => void;
  readonly hideLabel?: boolean;
  readonly disabled?: boolean;
  readonly width?: 'narrow' | 'medium' | 'wide';
  readonly name?: string;
  /** Takes the focus when it appears. */
  readonly first?: boolean;
};

/** One of a list. The browser's own: it works with every finger, key and reading aid. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, value, options, onChange, hideLabel, width = 'medium' } = props;
  return (
    <label className={`${styles.field} ${styles[width]}`}>
      {!hideLabel && <span className={styles.label}>{label}</span>}
      <select
        className={styles.input}
        value={value}
        disabled={props.disabled ?? false}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- only the first field of what was just opened
        autoFocus={props.first ?? false}
        {...(hideLabel && { 'aria-label': label })}
        {...(props.name && { name: props.name })}
        onChange={(event) => {
          const chosen = options.find(([each]) => each === event.target.value);
          if (chosen) onChange(chosen[0]);
        }}
      >
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

export type TickProps = {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
};

/** Yes or no. */
export function Tick({ checked, onChange, children }: TickProps) {
  return (
    <label className={styles.tick}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{children}</span>
    </label>
  );
}

export type LongTextProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly name?: string;
};

/** Several lines of text. */
export function LongText({ label, value, onChange, hint, name }: LongTextProps) {
  return (
    <TextField
      className={`${styles.field} ${styles.wide}`}
      value={value}
      onChange={onChange}
      {...(name && { name })}
    >
      <Label className={styles.label}>{label}</Label>
      <TextArea className={`${styles.input} ${styles.long}`} rows={4} />
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
    </TextField>
  );
}
