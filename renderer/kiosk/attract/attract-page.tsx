import { Button as AriaButton } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import type { Language } from '#contract/scalars.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { offeredLanguages } from '../../i18n/languages.ts';
import { type DisplayMode, STANDARD_MODE, useDisplayMode } from '../../ui/display-mode.ts';
import { ElderIcon, HandIcon, LanguageIcon } from '../../ui/icons.tsx';
import { Tile } from '../../ui/tile.tsx';
import { AdministratorStrip } from '../administrator/administrator-strip.tsx';
import { useCornerSequence } from '../administrator/use-corner-sequence.ts';
import { Screen } from '../screen.tsx';
import type { LeftBehind } from '../session/left-behind.ts';
import { LeftBehindPicture } from '../session/left-behind-picture.tsx';
import { useLanguage, useLocalized } from '../text.ts';
import styles from './attract-page.module.css';
import { usePaintedMark } from './painted-mark.ts';

export type AttractPageProps = {
  /** Undefined until the service has been heard. */
  readonly status: TerminalStatus | undefined;
  /** Of whoever has just left. */
  readonly left: LeftBehind | undefined;
  readonly mode: DisplayMode;
  readonly onBegin: (language: Language, mode: DisplayMode) => void;
  /** Somebody has touched the corners in the order that opens the administrator's door. */
  readonly onAdministrator: () => void;
};

/** Between two citizens: nothing personal, one thing to do. */
export function AttractPage({ status, left, mode, onBegin, onAdministrator }: AttractPageProps) {
  const { t, i18n } = useTranslation();
  const localize = useLocalized();
  const language = useLanguage();
  useDisplayMode(mode, language);
  usePaintedMark();
  useCornerSequence(onAdministrator);
  const others = offeredLanguages.filter((offered) => offered !== language);
  return (
    <Screen
      status={status}
      title={
        left
          ? t(`attract.left.${left}.title`)
          : status?.hall
            ? t('attract.title', { hall: localize(status.hall.name) })
            : t('attract.titlePlain')
      }
      subtitle={left ? t(`attract.left.${left}.detail`) : t('attract.subtitle')}
      spoken={left && t(`attract.left.${left}.spoken`)}
      repeatSpoken
    >
      <AriaButton className={styles.begin ?? ''} onPress={() => onBegin(language, STANDARD_MODE)}>
        {left ? (
          <span className={styles.picture}>
            <LeftBehindPicture left={left} />
          </span>
        ) : (
          <span className={styles.hand}>
            <HandIcon size="calc(44 * var(--mm))" />
          </span>
        )}
        <span className={styles.words}>{t('attract.begin')}</span>
      </AriaButton>
      <div className={styles.others}>
        <Tile
          icon={ElderIcon}
          title={t('attract.beginElder')}
          detail={t('attract.beginElderDetail')}
          size="row"
          onPress={() => onBegin(language, { ...STANDARD_MODE, elder: true })}
        />
        {others.map((other) => (
          <Tile
            key={other}
            icon={LanguageIcon}
            title={i18n.getFixedT(other)('language.name')}
            detail={i18n.getFixedT(other)('attract.begin')}
            size="row"
            onPress={() => onBegin(other, STANDARD_MODE)}
          />
        ))}
      </div>
      {status && <AdministratorStrip status={status} />}
    </Screen>
  );
}
