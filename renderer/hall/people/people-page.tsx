import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffMember } from '#contract/desk/hall-administration.ts';
import type { Hall } from '#contract/hall.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { Button } from '../../desk/ui/button.tsx';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { Card, Loading, Page } from '../parts/page.tsx';
import { RowActions } from '../parts/row-actions.tsx';
import { Table } from '../parts/table.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { MemberForm } from './member-form.tsx';
import { Shifts } from './shifts.tsx';

const NOBODY: StaffMember = { staffId: '', login: '', name: '', role: 'clerk', disabled: false };

/** Who works here, and when at which counter. */
export function PeoplePage({ hall }: { readonly hall: Hall | undefined }) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const load = useCallback(
    (options: { readonly signal: AbortSignal }) => client.hall.staff(undefined, options),
    [client],
  );
  const { data, failure, reload } = useLoaded(load);
  const [editing, setEditing] = useState<StaffMember>();
  if (!data) return <Loading failure={failure} onReload={reload} />;
  return (
    <Page title={t('hall.people.title')}>
      {failure && <FailureNote failure={failure} onRetry={reload} />}
      <Card
        title={t('hall.people.staff')}
        actions={
          <Button onPress={() => setEditing(NOBODY)} name="add-person">
            {t('hall.people.add')}
          </Button>
        }
      >
        <Table
          columns={[
            { key: 'name', title: t('hall.people.person') },
            { key: 'login', title: t('hall.people.login') },
            { key: 'role', title: t('hall.people.role') },
            { key: 'state', title: t('hall.people.state') },
            { key: 'actions', title: t('hall.actions'), hideTitle: true },
          ]}
          rows={data.staff.map((member) => ({
            key: member.staffId,
            cells: {
              name: <strong>{member.name}</strong>,
              login: member.login,
              role: t(`hall.people.roles.${member.role}`),
              state: t(member.disabled ? 'hall.people.disabled' : 'hall.people.active'),
              actions: <RowActions of={member.name} onEdit={() => setEditing(member)} />,
            },
          }))}
        />
      </Card>
      <Shifts shifts={data.shifts} staff={data.staff} counters={hall?.counters ?? []} onChanged={reload} />
      {editing && (
        <MemberForm
          member={editing}
          onSaved={() => {
            setEditing(undefined);
            reload();
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  );
}
