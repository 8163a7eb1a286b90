import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import { textAgainstRaster } from '#drivers/receipt-printer/receipt-bytes.ts';
import { receiptForTicket } from '#terminal/printing/receipt-for-ticket.ts';
import type { Measurement } from './table.ts';

const GOAL = 8;

/** An ordinary ticket as text, against the same paper as one picture. */
export function measureTicketBytes(baudRate: number): Measurement[] {
  const document = receiptForTicket({
    hallName: { 'zh-CN': '呼和浩特市政务服务中心' },
    language: 'zh-CN',
    reprint: false,
    ticket: {
      ticketId: '01890000-0000-7000-8000-000000000000',
      label: 'A017',
      businessDate: '2026-01-05',
      serviceName: { 'zh-CN': '居住证办理' },
      counters: [{ 'zh-CN': '3 号窗口' }, { 'zh-CN': '4 号窗口' }],
      waiting: { ahead: 6, fromMinutes: 20, toMinutes: 30, complete: true },
      issuedAt: '2026-01-05T01:30:00.000Z',
      priorityClass: 'ordinary',
      missing: [],
      cancelled: false,
      code: 'MSB1:01890000-0000-7000-8000-000000000000',
    },
  });
  const { text, raster } = textAgainstRaster(document, printerProfile('escpos-80mm'), baudRate);
  const goal = { text: `≥ ${GOAL} × fewer`, met: raster.bytes >= GOAL * text.bytes };
  const picture = 'as one picture';
  return [
    {
      what: 'ticket as text',
      samples: [text.bytes],
      unit: 'bytes',
      against: { what: picture, samples: [raster.bytes] },
      goal,
    },
    {
      what: `ticket as text on the wire, ${baudRate} baud`,
      samples: [text.wireMs],
      unit: 'ms',
      against: { what: picture, samples: [raster.wireMs] },
    },
  ];
}
