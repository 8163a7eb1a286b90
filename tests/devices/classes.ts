import { a4Printer } from './classes/a4-printer.ts';
import { camera } from './classes/camera.ts';
import { pads } from './classes/pad.ts';
import { pageCameras } from './classes/page-camera.ts';
import { printers } from './classes/printer.ts';
import { readers } from './classes/reader.ts';
import { scanners } from './classes/scanner.ts';
import type { DeviceClass } from './plugged-device.ts';

/** Every class of device, in each family that ships, on a line whose plug can be pulled. */
export const deviceClasses: readonly DeviceClass[] = [
  ...readers,
  ...printers,
  ...scanners,
  ...pads,
  camera,
  ...pageCameras,
  a4Printer,
];

/** Every device that can be asked whether it is there. */
export const askableDevices: readonly DeviceClass[] = deviceClasses.filter(
  ({ silence }) => silence !== undefined,
);
