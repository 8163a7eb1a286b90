import { z } from 'zod';
import { deviceViewSchema } from '../device.ts';
import { failureCodeSchema } from '../failures.ts';
import { hallSchema } from '../hall.ts';
import { instantSchema } from '../scalars.ts';
import { keyboardScannerSchema } from './keyboard-scanner.ts';

/** File, line, field or path: data of a failure, never a sentence. */
export const faultDetailsSchema = z.array(
  z.object({ label: z.enum(['file', 'line', 'field', 'problem', 'path']), value: z.string() }),
);
export type FaultDetails = z.infer<typeof faultDetailsSchema>;

/** Why the terminal as a whole cannot serve, for the administrator who stands before it. */
export const maintenanceSchema = z.object({
  code: failureCodeSchema,
  details: faultDetailsSchema,
  reference: z.string(),
});
export type Maintenance = z.infer<typeof maintenanceSchema>;

/** A thing the administrator should know while the terminal goes on serving. */
export const noticeSchema = z.object({
  code: failureCodeSchema,
  since: instantSchema,
  reference: z.string(),
  detail: z.string().optional(),
});

export const platformLinkSchema = z.object({
  state: z.enum(['connected', 'unreachable', 'refused']),
  reason: failureCodeSchema.optional(),
  since: instantSchema,
  /** Records saved here that the platform has not confirmed yet. */
  unsent: z.number().int().nonnegative(),
  /** Records the platform refused; they are kept for the administrator. */
  refused: z.number().int().nonnegative(),
});
export type PlatformLink = z.infer<typeof platformLinkSchema>;

export const screenProfileSchema = z.object({
  /** Physical width and height of the picture, millimetres; portrait when higher than wide. */
  widthMm: z.number().positive(),
  heightMm: z.number().positive(),
});

export const terminalStatusSchema = z.object({
  phase: z.enum(['starting', 'maintenance', 'serving']),
  maintenance: maintenanceSchema.optional(),
  hall: hallSchema.optional(),
  terminalLabel: z.string().optional(),
  screen: screenProfileSchema,
  /** Once a configuration is read. */
  keyboardScanner: keyboardScannerSchema.optional(),
  devices: z.array(deviceViewSchema),
  platform: platformLinkSchema,
  notices: z.array(noticeSchema),
  /** Set while the hall gives no more numbers today, as the platform last said; the reason is the hall's own words. */
  closedEarly: z.object({ reason: z.string() }).optional(),
  /** Where the device dock is served; only ever there in emulated mode. */
  dockUrl: z.url().optional(),
});
export type TerminalStatus = z.infer<typeof terminalStatusSchema>;
