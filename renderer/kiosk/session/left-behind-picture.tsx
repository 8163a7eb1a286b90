import { useTranslation } from 'react-i18next';
import { TerminalPicture } from '../../ui/terminal-picture.tsx';
import type { LeftBehind } from './left-behind.ts';

/** Where it lies; of both the card, which is the harder to replace. */
export function LeftBehindPicture({ left }: { readonly left: LeftBehind }) {
  const { t } = useTranslation();
  return left === 'paper' ? (
    <TerminalPicture spot="paper" label={t('picture.paper')} />
  ) : (
    <TerminalPicture spot="card-lift" label={t('picture.cardLift')} />
  );
}
