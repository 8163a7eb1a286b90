import { create } from 'qrcode';
import type { Receipt, ReceiptPart } from '#contract/dock/contract.ts';
import styles from './dock.module.css';
import { layOutReceipt } from './receipt-layout.ts';

/** A receipt as paper: text in the printer's sizes and places, QR codes and pictures dot by dot. */
export function ReceiptPicture({ receipt, label }: { readonly receipt: Receipt; readonly label: string }) {
  const { width, height, placed } = layOutReceipt(receipt, (text) => qr(text).size);
  return (
    <svg className={styles.receipt} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path className={styles.strip} d={`M0 0h${width}v${height}H0z`} />
      {placed.map((item, index) => {
        const key = `${index}-${item.kind}`;
        if (item.kind === 'text') {
          return (
            <text
              key={key}
              transform={`translate(${item.x} ${item.baseline}) scale(${item.stretch} 1)`}
              x={item.offsets.join(' ')}
              fontSize={item.dots}
              fontWeight={item.bold ? 700 : 400}
              className={styles.print}
            >
              {item.text}
            </text>
          );
        }
        return (
          <path
            key={key}
            className={styles.print}
            d={dots(item.part)}
            transform={`translate(${item.x} ${item.y})`}
            shapeRendering="crispEdges"
          />
        );
      })}
    </svg>
  );
}

function qr(text: string) {
  return create(text, { errorCorrectionLevel: 'M' }).modules;
}

function dots(part: ReceiptPart): string {
  if (part.kind === 'qr') {
    const modules = qr(part.text);
    return squares(modules.size, modules.size, part.moduleDots, (x, y) => modules.get(y, x) === 1);
  }
  if (part.kind === 'raster') {
    const bytes = Uint8Array.from(atob(part.bits), (character) => character.charCodeAt(0));
    const rowBytes = Math.ceil(part.widthDots / 8);
    return squares(part.widthDots, part.heightDots, 1, (x, y) => {
      const byte = bytes[y * rowBytes + (x >> 3)] ?? 0;
      return (byte & (0x80 >> (x & 7))) !== 0;
    });
  }
  return '';
}

function squares(
  width: number,
  height: number,
  side: number,
  isInk: (x: number, y: number) => boolean,
): string {
  const steps: string[] = [];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (isInk(x, y)) steps.push(`M${x * side} ${y * side}h${side}v${side}h${-side}z`);
    }
  }
  return steps.join('');
}
