import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskView } from '#contract/desk/staff.ts';
import type { DeskTicket } from '#contract/desk/ticket.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { Button } from '../../desk/ui/button.tsx';
import { Dialog } from '../../desk/ui/dialog.tsx';
import { Field } from '../../desk/ui/field.tsx';
import styles from './merge-dialog.module.css';
import { mergeCandidates, wantedLabel } from './merging.ts';

export type MergeDialogProps = {
  readonly view: DeskView;
  readonly ticket: DeskTicket;
  readonly onMerge: (label: string) => void;
  readonly onUnmerge: (merged: DeskTicket) => void;
  readonly onClose: () => void;
};

/** The numbers that go with the one at the counter, and those that could: typed, or chosen from who waits here. */
export function MergeDialog({ view, ticket, onMerge, onUnmerge, onClose }: MergeDialogProps) {
  const { t } = useTranslation('desk');
  const [typed, setTyped] = useState('');
  const wanted = wantedLabel(typed);
  const problem = wanted === ticket.label ? t('staff.merge.itself') : undefined;
  return (
    <Dialog
      title={t('staff.merge.title', { label: ticket.label })}
      onClose={onClose}
      actions={<Button onPress={onClose}>{t('staff.close')}</Button>}
    >
      <p>{t('staff.merge.detail')}</p>
      {view.merged.length > 0 && (
        <ul className={styles.rows} aria-label={t('staff.merge.merged')}>
          {view.merged.map((merged) => (
            <Row key={merged.ticketId} ticket={merged}>
              <Button
                name={`unmerge-${merged.label}`}
                label={t('staff.merge.undoLabel', { label: merged.label })}
                onPress={() => onUnmerge(merged)}
              >
                {t('staff.merge.undo')}
              </Button>
            </Row>
          ))}
        </ul>
      )}
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== '' && problem === undefined) onMerge(wanted);
        }}
      >
        <Field
          label={t('staff.merge.number')}
          hint={t('staff.merge.hint')}
          error={problem}
          value={typed}
          onChange={setTyped}
          maxLength={16}
          autoComplete="off"
          name="merge-label"
          first
        />
        <Button
          kind="primary"
          type="submit"
          disabled={wanted === '' || problem !== undefined}
          name="merge-go"
        >
          {t('staff.merge.go')}
        </Button>
      </form>
      <ul className={styles.rows} aria-label={t('staff.merge.candidates')}>
        {mergeCandidates(view, wanted).map((candidate) => (
          <Row key={candidate.ticketId} ticket={candidate}>
            <Button
              name={`merge-${candidate.label}`}
              label={t('staff.merge.goLabel', { label: candidate.label })}
              onPress={() => onMerge(candidate.label)}
            >
              {t('staff.merge.go')}
            </Button>
          </Row>
        ))}
      </ul>
    </Dialog>
  );
}

function Row({ ticket, children }: { readonly ticket: DeskTicket; readonly children: ReactNode }) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  return (
    <li>
      <strong>{ticket.label}</strong>
      <span>{words(ticket.serviceName)}</span>
      {(ticket.state === 'held' || ticket.state === 'no-show') && (
        <span className={styles.state}>{t(`staff.merge.states.${ticket.state}`)}</span>
      )}
      {children}
    </li>
  );
}
