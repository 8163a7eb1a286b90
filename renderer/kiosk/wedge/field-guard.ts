type Field = HTMLInputElement | HTMLTextAreaElement;

/** What stood in the focused field when a burst began. */
export type FieldGuard = {
  /** Puts back what an input method has made of the burst. */
  readonly restore: () => void;
  /** It was a person: what an input method has written, and was not told of, is told now. */
  readonly tellChange: () => void;
};

/**
 * Remembers the focused field. An input method writes into it whatever the page does with the key events, so all
 * that is left is to keep the events from the form and the text from staying.
 */
export function guardField(page: Document): FieldGuard | undefined {
  const field = page.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return undefined;
  const { value, selectionStart, selectionEnd } = field;
  return {
    restore: () => {
      if (field.value === value) return;
      const silent = (event: Event) => event.stopImmediatePropagation();
      const names = ['blur', 'focusout', 'focus', 'focusin', 'input', 'change', 'compositionend'] as const;
      const view = page.defaultView;
      for (const name of names) view?.addEventListener(name, silent, true);
      // Ends a composition that is under way, which would write again.
      field.blur();
      writeValue(field, value);
      field.focus();
      // Fields of some types (number, e-mail) have no selection to set.
      if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
      for (const name of names) view?.removeEventListener(name, silent, true);
    },
    tellChange: () => {
      if (field.value !== value) field.dispatchEvent(new Event('input', { bubbles: true }));
    },
  };
}

/** Past React's own setter, which would take the value for one that it has written itself. */
function writeValue(field: Field, value: string): void {
  const kind = field instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
  Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, value);
}
