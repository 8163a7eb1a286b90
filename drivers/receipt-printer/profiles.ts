import type { Result } from 'neverthrow';
import { checkYaml, type YamlFault } from '../profiles/checked-yaml.ts';
import {
  PROFILE_PROBLEMS,
  type PrinterProfile,
  type ProfileProblem,
  printerProfileSchema,
} from './printer-profile.ts';
import { SHIPPED_PROFILES } from './shipped-profiles.ts';

export type { PrinterProfile } from './printer-profile.ts';

export type PrinterModel = keyof typeof SHIPPED_PROFILES;

/** The models that ship, which a configuration may name without a profile of its own. */
export const PRINTER_MODELS = [
  'escpos-80mm',
  'escpos-58mm',
  'escpos-80mm-gbk',
  'escpos-80mm-black-mark',
  'kiosk-pyramid',
  'kiosk-custom',
  'escpos-58mm-plain',
  'escpos-80mm-automatic',
] as const satisfies readonly PrinterModel[];

export function printerProfile(model: PrinterModel): PrinterProfile {
  return SHIPPED_PROFILES[model];
}

export type PrinterProfileFault = YamlFault<ProfileProblem>;

/** A hall's own profile: the text of a YAML file that gives every field, or what is wrong with it, by line. */
export function readPrinterProfile(text: string): Result<PrinterProfile, PrinterProfileFault[]> {
  return checkYaml(text, printerProfileSchema, PROFILE_PROBLEMS);
}
