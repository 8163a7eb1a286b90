import type { DeviceStatus } from '#drivers/device.ts';
import { createSdtReader } from '#drivers/id-card-reader/sdt-driver.ts';
import { createEscposPrinter } from '#drivers/receipt-printer/escpos-driver.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import type { TimerClock } from '#drivers/supervision/timer-clock.ts';
import type { TransportOpener } from '#drivers/transport/byte-transport.ts';
import type { Device } from './plugged-device.ts';

/** A driver as recordings know it: what it is told to do and what it tells are notes. */
export type RecordedDevice = {
  readonly device: Device;
  /** Does what an order says (`watch`, `print A001`); other notes are none. */
  readonly obey: (order: string) => void;
};

export type RecordedClass = {
  readonly model: string;
  /** `tell` hears what the driver makes of the session. */
  readonly create: (
    opener: TransportOpener,
    clock: TimerClock,
    tell: (text: string) => void,
  ) => RecordedDevice;
};

const told = ({ state, faults }: DeviceStatus<string, string>): string =>
  ['state', state, ...faults].join(' ');

/** Classes of which sessions can be recorded and replayed, by the name in a recording's first line. */
export const recordedClasses: Readonly<Record<string, RecordedClass>> = {
  'id-card-reader': {
    model: 'sdt',
    create: (opener, clock, tell) => {
      const device = createSdtReader({ opener, clock });
      device.onStatus((status) => tell(told(status)));
      return {
        device,
        obey: (order) => {
          if (order !== 'watch') return;
          device.watchCards((event) => {
            if (event.kind !== 'card-read') tell(event.kind);
            else tell(`card-read ${event.result.match(({ kind }) => kind, String)}`);
          });
        },
      };
    },
  },
  'receipt-printer': {
    model: 'escpos-80mm',
    create: (opener, clock, tell) => {
      const device = createEscposPrinter({ opener, clock, profile: printerProfile('escpos-80mm') });
      device.onStatus((status) => tell(told(status)));
      return {
        device,
        obey: (order) => {
          const [verb, number] = order.split(' ');
          if (verb !== 'print' || number === undefined) return;
          const blocks = [
            { kind: 'text', text: '样例大厅', align: 'center' },
            { kind: 'text', text: number, size: 4 },
            { kind: 'qr', text: `MSB1:${number}` },
          ] as const;
          void device.print({ blocks }, { beforeFirstByte: () => undefined }).then((result) =>
            tell(
              `${number} ${result.match(
                () => 'printed',
                ({ outcome }) => outcome,
              )}`,
            ),
          );
        },
      };
    },
  },
};
