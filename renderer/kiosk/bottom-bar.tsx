import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { languages, nextLanguage } from '../i18n/languages.ts';
import {
  BackIcon,
  ContrastIcon,
  ElderIcon,
  ExitIcon,
  HelpIcon,
  HomeIcon,
  type Icon,
  LanguageIcon,
  LargeTextIcon,
  VoiceIcon,
} from '../ui/icons.tsx';
import { useHasVoice } from '../ui/speech.ts';
import styles from './bottom-bar.module.css';
import { useHelp } from './help/use-help.ts';
import { useKiosk } from './kiosk-context.ts';
import { present } from './navigation.ts';
import { useTimeLeft } from './session/time-left.ts';
import { minutesAndSeconds } from './text.ts';

/** The same buttons at the same place on every page of a session. */
export function BottomBar({ onSpeak }: { readonly onSpeak: (() => void) | undefined }) {
  const { t, i18n } = useTranslation();
  const { port, session, mode, setMode, trail, go, leave, language } = useKiosk();
  const callHelp = useHelp();
  const { help } = session;
  const hasVoice = useHasVoice(languages[language].speech);
  const next = nextLanguage(language);
  const atHome = trail.length === 1;
  return (
    <nav className={styles.bar} aria-label={t('bar.label')}>
      <BarButton
        icon={BackIcon}
        label={t('common.back')}
        disabled={atHome}
        onPress={() => go({ kind: 'back' })}
      />
      <BarButton
        icon={HomeIcon}
        label={t('common.home')}
        disabled={atHome}
        onPress={() => go({ kind: 'home' })}
      />
      {hasVoice && onSpeak && <BarButton icon={VoiceIcon} label={t('bar.voice')} onPress={onSpeak} />}
      {!mode.elder && (
        <BarButton
          icon={LargeTextIcon}
          label={mode.largeText ? t('bar.standardText') : t('bar.large')}
          on={mode.largeText}
          onPress={() => setMode({ ...mode, largeText: !mode.largeText })}
        />
      )}
      <BarButton
        icon={ElderIcon}
        label={mode.elder ? t('bar.standard') : t('bar.elder')}
        on={mode.elder}
        onPress={() => setMode({ ...mode, elder: !mode.elder })}
      />
      <BarButton
        icon={ContrastIcon}
        label={mode.highContrast ? t('bar.normalContrast') : t('bar.highContrast')}
        on={mode.highContrast}
        onPress={() => setMode({ ...mode, highContrast: !mode.highContrast })}
      />
      <BarButton
        icon={LanguageIcon}
        label={i18n.getFixedT(next)('language.name')}
        onPress={() => void port.setLanguage(next)}
      />
      <BarButton
        icon={HelpIcon}
        label={help?.state === 'coming' ? t('bar.helpComing') : help ? t('bar.helpCalled') : t('bar.help')}
        on={help !== undefined}
        disabled={present(trail).name === 'help'}
        onPress={callHelp}
      />
      <ExitButton onPress={() => leave('exit')} />
    </nav>
  );
}

function ExitButton({ onPress }: { readonly onPress: () => void }) {
  const { t } = useTranslation();
  const { seconds } = useTimeLeft(useKiosk().deadlines);
  return (
    <Button className={`${styles.button} ${styles.exit}`} onPress={onPress}>
      <ExitIcon size="var(--bar-icon)" />
      <span className={styles.label}>
        <span>{t('bar.exit')}</span>
        <span className={styles.remaining}>{t('bar.remaining', { time: minutesAndSeconds(seconds) })}</span>
      </span>
    </Button>
  );
}

type BarButtonProps = {
  readonly icon: Icon;
  readonly label: string;
  readonly on?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
};

/** One button of a bar at the foot of the page. */
export function BarButton({ icon: Mark, label, on, disabled, onPress }: BarButtonProps) {
  return (
    <Button
      className={`${styles.button} ${on ? styles.on : ''}`}
      isDisabled={disabled ?? false}
      onPress={onPress}
    >
      <Mark size="var(--bar-icon)" />
      <span className={styles.label}>{label}</span>
    </Button>
  );
}
