import type { PrinterProfile } from '#drivers/receipt-printer/profiles.ts';
import { layOutReceipt } from '#drivers/receipt-printer/receipt-layout.ts';

/**
 * Lays a receipt out that is never printed: the encoder builds its GB18030 tables on first use, some 60 ms that
 * the first citizen would otherwise wait for.
 */
export function warmUpReceipts(profile: PrinterProfile): void {
  layOutReceipt(
    {
      blocks: [
        { kind: 'text', text: '取号', size: 2, align: 'center' },
        { kind: 'pair', left: '窗口', right: '1' },
        { kind: 'qr', text: 'MSB1' },
      ],
    },
    profile,
  );
}
