import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Shift } from '#contract/desk/shifts.ts';
import { addDays, mondayOf } from '#domain/time/hall-time.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { useDeskLanguage } from '../../desk/desk-language.ts';
import { dateInWords, hallDay, usePlatformNow } from '../../desk/hall-clock.ts';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { Choice } from '../../desk/ui/field.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { lastPlannedWeek, weeksFrom } from './weeks.ts';

export type Copied = { readonly copied: number; readonly leftOut: number };

export type CopyWeekProps = {
  readonly shifts: readonly Shift[];
  readonly onCopied: (copied: Copied) => void;
  readonly onClose: () => void;
};

/** Plans a week as the one before it. */
export function CopyWeek({ shifts, onCopied, onClose }: CopyWeekProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const { language } = useDeskLanguage();
  const weeks = weeksFrom(mondayOf(hallDay(usePlatformNow())));
  const [monday, setMonday] = useState(() => lastPlannedWeek(weeks, shifts));
  const { busy, failure, run } = useRequest();
  const span = (from: string) =>
    `${dateInWords(from, language)} – ${dateInWords(addDays(from, 6), language)}`;
  return (
    <FormDialog
      title={t('hall.people.copyWeekTitle')}
      saveWords={t('hall.people.copyWeekNow')}
      busy={busy}
      onSave={() => void run((options) => client.hall.copyShifts({ monday }, options), onCopied)}
      onClose={onClose}
    >
      {failure && <FailureNote failure={failure} />}
      <Choice
        label={t('hall.people.copyWeekFrom')}
        name="week"
        first
        width="wide"
        value={monday}
        options={weeks.map((each) => [each, span(each)] as const)}
        onChange={setMonday}
      />
      <p>{t('hall.people.copyWeekTo', { week: span(addDays(monday, 7)) })}</p>
      <p>{t('hall.people.copyWeekWhat')}</p>
    </FormDialog>
  );
}
