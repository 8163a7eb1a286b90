import { createElement, type SyntheticEvent, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useWedge } from '#renderer/kiosk/wedge/use-wedge.ts';

/** A page with a form as any page may have one; it writes down all that the form sees. */

export type WedgePageLog = { readonly codes: string[]; readonly seen: string[]; submitted: number };

declare global {
  var wedgeLog: WedgePageLog;
}

const log: WedgePageLog = { codes: [], seen: [], submitted: 0 };
globalThis.wedgeLog = log;

function WedgePage() {
  const [value, setValue] = useState('');
  useWedge(({ text }) => log.codes.push(text));
  const note = ({ type }: SyntheticEvent) => log.seen.push(type);
  const field = createElement('input', {
    'aria-label': 'field',
    value,
    onKeyDown: note,
    onKeyUp: note,
    onBeforeInput: note,
    onCompositionStart: note,
    onCompositionEnd: note,
    onFocus: note,
    onBlur: note,
    onChange: (event: SyntheticEvent<HTMLInputElement>) => {
      note(event);
      setValue(event.currentTarget.value);
    },
  });
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault();
    log.submitted += 1;
  };
  return createElement('form', { onSubmit }, field, createElement('output', null, value));
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
createRoot(root).render(createElement(WedgePage));
