import { useTranslation } from 'react-i18next';
import { portName } from './ports.ts';

type Line = { readonly path: string; readonly baudRate?: number | undefined };

/** A port with its speed, where its line has one. */
export function usePortWords(): (line: Line) => string {
  const { t } = useTranslation();
  return ({ path, baudRate }) =>
    baudRate === undefined
      ? portName(path)
      : t('administration.portAndSpeed', { port: portName(path), baudRate });
}
