import { create } from 'qrcode';
import { useMemo } from 'react';
import styles from './qr-code.module.css';

/** Empty modules round the code that readers need (ISO/IEC 18004). */
const QUIET_ZONE = 4;

export type QrCodeProps = { readonly text: string; readonly label: string };

/** A QR code, always dark on white whatever the theme. */
export function QrCode({ text, label }: QrCodeProps) {
  const { path, side } = useMemo(() => drawing(text), [text]);
  return (
    <svg
      className={styles.code}
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path className={styles.paper} d={`M0 0h${side}v${side}H0z`} />
      <path className={styles.ink} d={path} />
    </svg>
  );
}

function drawing(text: string): { path: string; side: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const steps: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) steps.push(`M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`);
    }
  }
  return { path: steps.join(''), side: modules.size + 2 * QUIET_ZONE };
}
