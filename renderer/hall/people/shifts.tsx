import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffMember } from '#contract/desk/hall-administration.ts';
import type { Shift } from '#contract/desk/shifts.ts';
import type { Counter } from '#contract/hall.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { useDeskLanguage, useLocalized } from '../../desk/desk-language.ts';
import { dateInWords, hallDay, usePlatformNow } from '../../desk/hall-clock.ts';
import { Button } from '../../desk/ui/button.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { Message } from '../../ui/message.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Card } from '../parts/page.tsx';
import { RowActions } from '../parts/row-actions.tsx';
import { Table } from '../parts/table.tsx';
import { type Copied, CopyWeek } from './copy-week.tsx';
import { ShiftForm } from './shift-form.tsx';

export type ShiftsProps = {
  readonly shifts: readonly Shift[];
  readonly staff: readonly StaffMember[];
  readonly counters: readonly Counter[];
  readonly onChanged: () => void;
};

/** Who sits where and when, from today on. */
export function Shifts({ shifts, staff, counters, onChanged }: ShiftsProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const { language } = useDeskLanguage();
  const words = useLocalized();
  const now = usePlatformNow();
  const [editing, setEditing] = useState<Shift>();
  const [removing, setRemoving] = useState<Shift>();
  const [copying, setCopying] = useState(false);
  const [copied, setCopied] = useState<Copied>();
  const request = useRequest();
  const person = ({ staffId }: Shift) => staff.find((each) => each.staffId === staffId)?.name ?? staffId;
  const counter = ({ counterId }: Shift) => {
    const label = counters.find((each) => each.counterId === counterId)?.label;
    return label ? words(label) : counterId;
  };
  const day = ({ businessDate }: Shift) => dateInWords(businessDate, language);
  const add = () =>
    setEditing({
      shiftId: '',
      staffId: staff.find(({ role, disabled }) => role === 'clerk' && !disabled)?.staffId ?? '',
      counterId: counters[0]?.counterId ?? '',
      businessDate: hallDay(now),
      from: '09:00',
      to: '17:00',
    });
  return (
    <>
      {copied && (
        <Message tone="good" title={t('hall.people.copied', { count: copied.copied })}>
          {copied.leftOut > 0 && t('hall.people.copiedNot', { count: copied.leftOut })}
        </Message>
      )}
      <Card
        title={t('hall.people.shifts')}
        actions={
          <>
            <Button onPress={() => setCopying(true)} disabled={staff.length === 0} name="copy-week">
              {t('hall.people.copyWeek')}
            </Button>
            <Button onPress={add} disabled={staff.length === 0 || counters.length === 0} name="add-shift">
              {t('hall.people.addShift')}
            </Button>
          </>
        }
      >
        <Table
          columns={[
            { key: 'date', title: t('hall.people.date') },
            { key: 'time', title: `${t('hall.people.from')} – ${t('hall.people.to')}` },
            { key: 'person', title: t('hall.people.person') },
            { key: 'counter', title: t('hall.people.counter') },
            { key: 'actions', title: t('hall.actions'), hideTitle: true },
          ]}
          rows={shifts
            .toSorted((one, other) => orderOf(one).localeCompare(orderOf(other)))
            .map((shift) => ({
              key: shift.shiftId,
              cells: {
                date: day(shift),
                time: timesOf(shift),
                person: <strong>{person(shift)}</strong>,
                counter: counter(shift),
                actions: (
                  <RowActions
                    of={`${person(shift)} ${day(shift)}`}
                    onEdit={() => setEditing(shift)}
                    onRemove={() => setRemoving(shift)}
                  />
                ),
              },
            }))}
          none={t('hall.people.noShifts')}
        />
        {copying && (
          <CopyWeek
            shifts={shifts}
            onCopied={(done) => {
              setCopying(false);
              setCopied(done);
              onChanged();
            }}
            onClose={() => setCopying(false)}
          />
        )}
        {editing && (
          <ShiftForm
            shift={editing}
            staff={staff}
            counters={counters}
            onSaved={() => {
              setEditing(undefined);
              onChanged();
            }}
            onClose={() => setEditing(undefined)}
          />
        )}
        {removing && (
          <Confirm
            title={t('hall.people.removeShiftTitle')}
            confirm={t('hall.remove')}
            request={request}
            onClose={() => setRemoving(undefined)}
            onConfirm={() =>
              void request.run(
                (options) => client.hall.removeShift({ shiftId: removing.shiftId }, options),
                () => {
                  setRemoving(undefined);
                  onChanged();
                },
              )
            }
          >
            <p>
              {person(removing)} · {day(removing)} · {timesOf(removing)}
            </p>
          </Confirm>
        )}
      </Card>
    </>
  );
}

function timesOf({ from, to }: Shift): string {
  return `${from} – ${to}`;
}

function orderOf({ businessDate, from }: Shift): string {
  return `${businessDate} ${from}`;
}
