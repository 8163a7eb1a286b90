import { useTranslation } from 'react-i18next';
import { nextLanguage } from '../../i18n/languages.ts';
import type { DisplayMode } from '../../ui/display-mode.ts';
import {
  BackIcon,
  ContrastIcon,
  ElderIcon,
  ExitIcon,
  HomeIcon,
  LanguageIcon,
  LargeTextIcon,
} from '../../ui/icons.tsx';
import styles from '../bottom-bar.module.css';
import { BarButton } from '../bottom-bar.tsx';
import { above, FIRST_PAGE, useAdministration } from './administration-context.ts';

/** The same buttons at the same place on every page of the administrator. */
export function AdministrationBar() {
  const { t, i18n } = useTranslation();
  const { port, page, open, mode, setMode, language, setLanguage } = useAdministration();
  const next = nextLanguage(language);
  const atFirst = page.name === 'devices';
  const toggle = (change: Partial<DisplayMode>) => setMode({ ...mode, ...change });
  return (
    <nav className={styles.bar} aria-label={t('administration.bar')}>
      <BarButton
        icon={BackIcon}
        label={t('common.back')}
        disabled={atFirst}
        onPress={() => open(above(page))}
      />
      <BarButton
        icon={HomeIcon}
        label={t('administration.devicesTitle')}
        disabled={atFirst}
        onPress={() => open(FIRST_PAGE)}
      />
      {!mode.elder && (
        <BarButton
          icon={LargeTextIcon}
          label={mode.largeText ? t('bar.standardText') : t('bar.large')}
          on={mode.largeText}
          onPress={() => toggle({ largeText: !mode.largeText })}
        />
      )}
      <BarButton
        icon={ElderIcon}
        label={mode.elder ? t('bar.standard') : t('bar.elder')}
        on={mode.elder}
        onPress={() => toggle({ elder: !mode.elder })}
      />
      <BarButton
        icon={ContrastIcon}
        label={mode.highContrast ? t('bar.normalContrast') : t('bar.highContrast')}
        on={mode.highContrast}
        onPress={() => toggle({ highContrast: !mode.highContrast })}
      />
      <BarButton
        icon={LanguageIcon}
        label={i18n.getFixedT(next)('language.name')}
        onPress={() => setLanguage(next)}
      />
      <BarButton icon={ExitIcon} label={t('administration.leave')} onPress={() => void port.leave()} />
    </nav>
  );
}
