import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffMember } from '#contract/desk/hall-administration.ts';
import { staffRoleSchema } from '#contract/desk/staff.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { Choice, Field, Tick } from '../../desk/ui/field.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Fields } from '../parts/page.tsx';

export type MemberFormProps = {
  /** With an empty id: somebody new. */
  readonly member: StaffMember;
  readonly onSaved: () => void;
  readonly onClose: () => void;
};

/** One member of the staff. */
export function MemberForm({ member, onSaved, onClose }: MemberFormProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const [draft, setDraft] = useState(member);
  const [pin, setPin] = useState('');
  const { busy, failure, run } = useRequest();
  const isNew = member.staffId === '';
  const set = (change: Partial<StaffMember>) => setDraft((before) => ({ ...before, ...change }));
  const { login, name, role, disabled } = draft;
  const save = () =>
    void run(
      (options) =>
        client.hall.saveStaff(
          {
            staffId: isNew ? null : member.staffId,
            login: login.trim(),
            name: name.trim(),
            role,
            disabled,
            ...(pin !== '' && { pin }),
          },
          options,
        ),
      onSaved,
    );
  return (
    <FormDialog
      title={isNew ? t('hall.people.addTitle') : t('hall.people.editTitle', { name: member.name })}
      busy={busy}
      disabled={login.trim() === '' || name.trim() === '' || (isNew && pin === '')}
      onSave={save}
      onClose={onClose}
    >
      {failure && <FailureNote failure={failure} />}
      <Fields>
        <Field
          label={t('hall.people.person')}
          name="person"
          value={name}
          onChange={(next) => set({ name: next })}
          first
          required
        />
        <Field
          label={t('hall.people.login')}
          name="login"
          value={login}
          onChange={(next) => set({ login: next })}
          maxLength={64}
          autoComplete="off"
          required
        />
        <Choice
          label={t('hall.people.role')}
          name="role"
          value={role}
          options={staffRoleSchema.options.map((each) => [each, t(`hall.people.roles.${each}`)] as const)}
          onChange={(next) => set({ role: next })}
        />
        <Field
          label={t(isNew ? 'hall.people.pinNew' : 'hall.people.pinKeep')}
          name="pin"
          type="password"
          value={pin}
          onChange={setPin}
          maxLength={64}
          autoComplete="new-password"
          numeric
          required={isNew}
        />
      </Fields>
      {!isNew && (
        <Tick checked={disabled} onChange={(next) => set({ disabled: next })}>
          {t('hall.people.disable')}
        </Tick>
      )}
    </FormDialog>
  );
}
