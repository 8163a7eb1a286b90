import { type ReactNode, useEffect, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import styles from './button.module.css';
import type { Icon } from './icons.tsx';

export type ButtonProps = {
  readonly kind?: 'primary' | 'secondary';
  readonly icon?: Icon;
  readonly onPress: () => void;
  readonly disabled?: boolean;
  /** Takes the focus when it appears, for those who work with keys. */
  readonly first?: boolean;
  readonly children: ReactNode;
};

export function Button({ kind = 'secondary', icon: Mark, onPress, disabled, first, children }: ButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (first) button.current?.focus();
  }, [first]);
  return (
    <AriaButton
      ref={button}
      className={`${styles.button} ${styles[kind]}`}
      onPress={onPress}
      isDisabled={disabled ?? false}
    >
      {Mark && <Mark size="calc(var(--font-lead) * 1.2)" />}
      <span>{children}</span>
    </AriaButton>
  );
}
