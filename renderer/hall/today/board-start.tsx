import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../desk/desk-context.ts';
import { Button } from '../../desk/ui/button.tsx';
import { Dialog } from '../../desk/ui/dialog.tsx';
import { Field, Tick } from '../../desk/ui/field.tsx';
import { boardStartPage, platformAddress } from './board-start-page.ts';

/** Gives out the page that a board's computer opens when it is switched on. */
export function BoardStart({ onClose }: { readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('desk');
  const { session } = useDesk();
  const [address, setAddress] = useState(window.location.origin);
  const [silent, setSilent] = useState(false);
  const platform = platformAddress(address);
  const isHere = platform !== undefined && /\/\/(localhost|127\.|\[::1\])/.test(platform);
  const save = () => {
    if (platform === undefined) return;
    const { hallId, hallName } = session;
    // It hangs in the hall, whatever language the administrator reads.
    const onWall = i18n.getFixedT('zh-CN', 'desk');
    const texts = {
      title: onWall('board.pageTitle'),
      waiting: onWall('hall.boardStart.waiting'),
      detail: onWall('hall.boardStart.willOpen'),
    };
    const page = boardStartPage({ hallId, hallName: hallName['zh-CN'], platform, voice: !silent, texts });
    offerFile(page, `${t('hall.boardStart.file')}-${hallId}.html`);
  };
  return (
    <Dialog
      title={t('hall.boardStart.title')}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose} name="cancel">
            {t('hall.close')}
          </Button>
          <Button kind="primary" disabled={platform === undefined} onPress={save} name="save-start-page">
            {t('hall.boardStart.save')}
          </Button>
        </>
      }
    >
      <p>{t('hall.boardStart.what')}</p>
      <Field
        label={t('hall.boardStart.platform')}
        hint={t('hall.boardStart.platformHint')}
        error={platform === undefined ? t('hall.problem.URL_WRONG') : undefined}
        value={address}
        onChange={setAddress}
        type="url"
        name="platform"
        width="wide"
      />
      {isHere && <p role="alert">{t('hall.boardStart.here')}</p>}
      <Tick checked={silent} onChange={setSilent}>
        {t('hall.boardStart.silent')}
      </Tick>
      <p>{t('hall.boardStart.how')}</p>
    </Dialog>
  );
}

function offerFile(content: string, name: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/html;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
