import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceDraft } from '#contract/terminal/administration.ts';
import type { PageFailure } from '../../rpc/answer.ts';
import { Button } from '../../ui/button.tsx';
import { Column, Columns } from '../../ui/columns.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { DoneIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { Screen } from '../screen.tsx';
import { AdministrationBar } from './administration-bar.tsx';
import { FIRST_PAGE, useAdministration } from './administration-context.ts';
import { AdministratorFailure } from './administrator-failure.tsx';
import { DeviceTestMessage, useTestName } from './device-test-message.tsx';
import { FirstFault } from './first-fault.tsx';
import { identityFact } from './identity-fact.ts';
import { LearningMessage } from './learning-message.tsx';
import { usePortWords } from './port-words.ts';
import { nextModel } from './ports.ts';
import { TestPicture } from './test-picture.tsx';

export type DraftPageProps = { readonly draft: DeviceDraft; readonly replaces: string | undefined };

/** The device as it will be written: tried first, then saved. */
export function DraftPage({ draft, replaces }: DraftPageProps) {
  const { t } = useTranslation();
  const { port, status, view, open } = useAdministration();
  const testName = useTestName();
  const portWords = usePortWords();
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<PageFailure>();
  const place = view.search?.places.find(({ kind, path }) => kind === draft.kind && path === draft.path);
  const models = place?.models ?? [];
  const unfit = view.search?.class === draft.class ? view.search.unfit : [];
  const said = place?.found?.class === draft.class ? place.found.identity : undefined;
  const test = view.test?.draft.path === draft.path ? view.test : undefined;
  const passed = test?.state === 'passed';
  const learning = view.learning?.draft.path === draft.path ? view.learning : undefined;
  const again = { ...(replaces !== undefined && { replaces }) };
  const skippable = learning?.state === 'asking' && learning.again !== true ? learning.level : undefined;
  // What was learned is a model of its own.
  const model = learning?.model ?? draft.model;
  const tried = { ...draft, model };

  const tryIt = async () => {
    setFailure(undefined);
    const begun = await port.testDraft(tried, replaces);
    if (begun.isErr()) setFailure(begun.error);
  };
  const learn = async () => {
    setFailure(undefined);
    const begun = await port.learnKeys(draft, replaces);
    if (begun.isErr()) setFailure(begun.error);
  };
  const save = async () => {
    setSaving(true);
    const saved = await port.save(tried, replaces);
    setSaving(false);
    if (saved.isOk()) open(FIRST_PAGE);
    else setFailure(saved.error);
  };

  return (
    <Screen
      status={status}
      title={t('administration.draftTitle')}
      subtitle={t('administration.draftDetail')}
      bar={<AdministrationBar />}
      actions={
        <>
          {skippable !== undefined ? (
            <Button onPress={() => void port.skipKey(skippable)}>{t('administration.learning.skip')}</Button>
          ) : (
            draft.class === 'rating-pad' && (
              <Button onPress={() => void learn()}>{t('administration.learn')}</Button>
            )
          )}
          {models.length > 1 && (
            <Button
              onPress={() =>
                open({ name: 'draft', draft: { ...draft, model: nextModel(models, draft.model) }, ...again })
              }
            >
              {t('administration.chooseModel')}
            </Button>
          )}
          <Button kind={passed ? 'secondary' : 'primary'} icon={DoneIcon} onPress={() => void tryIt()}>
            {testName(draft.class)}
          </Button>
          <Button kind={passed ? 'primary' : 'secondary'} disabled={saving} onPress={() => void save()}>
            {t(saving ? 'administration.saving' : 'administration.save')}
          </Button>
        </>
      }
    >
      <Columns fill>
        <Column>
          <FactList
            compact
            facts={[
              { name: t(`administration.classes.${draft.class}`), value: model, strong: true },
              {
                name: t(`administration.placeKinds.${draft.kind}`),
                value: portWords(draft),
              },
              ...(said ? [identityFact(said, draft.model, t)] : []),
            ]}
          />
          {/* A model that is missed stands where the others are chosen. */}
          {!test &&
            !learning &&
            unfit.map((each) => (
              <Message
                key={each.model}
                tone="warning"
                title={t('administration.unfitModel', { model: each.model })}
              >
                <FirstFault faults={each.faults} />
              </Message>
            ))}
          {failure && <AdministratorFailure failure={failure} />}
          {test ? <DeviceTestMessage test={test} /> : learning && <LearningMessage learning={learning} />}
        </Column>
        {test?.picture && <TestPicture key={test.picture.bytes} />}
      </Columns>
    </Screen>
  );
}
