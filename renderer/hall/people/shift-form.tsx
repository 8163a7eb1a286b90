import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import type { StaffMember } from '#contract/desk/hall-administration.ts';
import type { Shift } from '#contract/desk/shifts.ts';
import type { Counter } from '#contract/hall.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { Choice, Field } from '../../desk/ui/field.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Fields } from '../parts/page.tsx';
import { TimeField } from '../parts/time-field.tsx';
import { spanOfDay } from '../parts/time-of-day.ts';

export type ShiftFormProps = {
  /** With an empty id: a new one. */
  readonly shift: Shift;
  readonly staff: readonly StaffMember[];
  readonly counters: readonly Counter[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
};

/** One shift. */
export function ShiftForm({ shift, staff, counters, onSaved, onClose }: ShiftFormProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const words = useLocalized();
  const [draft, setDraft] = useState(shift);
  const { busy, failure, run } = useRequest();
  const isNew = shift.shiftId === '';
  const [shiftId] = useState(() => (isNew ? uuidv7() : shift.shiftId));
  // The same saved again is the same action; with another word in it, it is another.
  const [actionKey, setActionKey] = useState(() => uuidv7());
  const set = (change: Partial<Shift>) => {
    setDraft((before) => ({ ...before, ...change }));
    setActionKey(uuidv7());
  };
  const { staffId, counterId, businessDate, from, to } = draft;
  const times = spanOfDay(from, to);
  const save = () => {
    if (!times) return;
    void run(
      (options) => client.hall.saveShift({ ...draft, ...times, shiftId, actionKey }, options),
      onSaved,
    );
  };
  return (
    <FormDialog
      title={t(isNew ? 'hall.people.addShiftTitle' : 'hall.people.editShiftTitle')}
      busy={busy}
      disabled={businessDate === '' || !times}
      onSave={save}
      onClose={onClose}
    >
      {failure && <FailureNote failure={failure} />}
      <Fields>
        <Choice
          label={t('hall.people.person')}
          name="person"
          first
          value={staffId}
          options={staff
            .filter((each) => !each.disabled || each.staffId === staffId)
            .map((each) => [each.staffId, each.name] as const)}
          onChange={(next) => set({ staffId: next })}
        />
        <Choice
          label={t('hall.people.counter')}
          name="counter"
          value={counterId}
          options={counters.map((each) => [each.counterId, words(each.label)] as const)}
          onChange={(next) => set({ counterId: next })}
        />
      </Fields>
      <Fields>
        <Field
          label={t('hall.people.date')}
          name="date"
          type="date"
          value={businessDate}
          onChange={(next) => set({ businessDate: next })}
        />
        <TimeField
          label={t('hall.people.from')}
          name="from"
          value={from}
          onChange={(next) => set({ from: next })}
        />
        <TimeField label={t('hall.people.to')} name="to" value={to} onChange={(next) => set({ to: next })} />
      </Fields>
    </FormDialog>
  );
}
