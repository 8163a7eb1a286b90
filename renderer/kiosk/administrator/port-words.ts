import { useTranslation } from 'react-i18next';
import type { PlaceKind } from '#contract/terminal/administration.ts';
import { placeName } from './ports.ts';

type Line = {
  readonly kind: PlaceKind;
  readonly path: string;
  readonly baudRate?: number | undefined;
};

/** A place with its speed, where its line has one. */
export function usePortWords(): (line: Line) => string {
  const { t } = useTranslation();
  return ({ kind, path, baudRate }) =>
    baudRate === undefined
      ? placeName({ kind, path })
      : t('administration.portAndSpeed', { port: placeName({ kind, path }), baudRate });
}
