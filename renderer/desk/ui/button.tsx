import { type ReactNode, useId } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { Icon } from '../../ui/icons.tsx';
import styles from './button.module.css';

export type ButtonProps = {
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly icon?: Icon;
  /** The key that does the same. */
  readonly hotkey?: string | undefined;
  /** Why it cannot be pressed now; it is disabled while there is a reason. */
  readonly reason?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly busy?: boolean | undefined;
  readonly type?: 'button' | 'submit';
  /** The id of the form that it submits, where it stands outside of it. */
  readonly form?: string;
  readonly label?: string | undefined;
  /** Takes the focus when it appears. */
  readonly first?: boolean;
  readonly pressed?: boolean;
  readonly name?: string;
  /** A mouse or finger leaves the focus where it was, so that Enter keeps its meaning on the page. */
  readonly keepFocus?: boolean;
  readonly onPress?: () => void;
  readonly children: ReactNode;
};

/** A button of the staff's pages: at least 44 pixels high, with its key and, where disabled, the reason. */
export function Button(props: ButtonProps) {
  const { kind = 'secondary', icon: Mark, hotkey, reason, disabled, busy, children } = props;
  const reasonId = useId();
  return (
    <AriaButton
      type={props.type ?? 'button'}
      {...(props.form && { form: props.form })}
      className={`${styles.button} ${styles[kind]}`}
      isDisabled={disabled === true || reason !== undefined}
      isPending={busy ?? false}
      preventFocusOnPress={props.keepFocus ?? false}
      {...(props.onPress && { onPress: props.onPress })}
      {...(props.label && { 'aria-label': props.label })}
      {...(props.pressed !== undefined && { 'aria-pressed': props.pressed })}
      {...(props.name && { 'data-action': props.name })}
      {...(reason && { 'aria-describedby': reasonId })}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- only what a dialog or an empty page is there for
      autoFocus={props.first ?? false}
    >
      <span className={styles.face}>
        {Mark && <Mark size="1.25em" />}
        <span>{children}</span>
        {hotkey && <kbd className={styles.key}>{hotkey}</kbd>}
      </span>
      {reason && (
        <span id={reasonId} className={styles.reason}>
          {reason}
        </span>
      )}
    </AriaButton>
  );
}
