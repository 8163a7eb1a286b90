import { describe, expect, it } from 'vitest';
import { broken, serving } from '../gallery/samples.ts';
import { stripNotes } from './devices.ts';

const { hall: _, ...hallUnknown } = serving;
const unreachable = { ...serving.platform, state: 'unreachable' as const };
const cut = { ...unreachable, reason: 'PLATFORM_UNREACHABLE' as const };

describe('the top strip', () => {
  it('is silent while all is well', () => expect(stripNotes(serving)).toEqual([]));

  it('calls the network down only where it is', () => {
    expect(stripNotes({ ...serving, platform: cut })).toEqual(['PLATFORM']);
    expect(stripNotes({ ...serving, platform: unreachable })).toEqual(['PLATFORM_CONNECTING']);
  });

  it('promises no number where none can be given', () => {
    expect(stripNotes({ ...hallUnknown, platform: cut })).toEqual(['PLATFORM_WITHOUT_HALL']);
  });

  it.each([
    'IDENTITY_IN_USE',
    'TERMINAL_DISABLED',
    'CLOCK_WRONG',
    'NOT_ENROLLED',
    'ENROL_CODE_WRONG',
    'PLATFORM_REFUSED',
  ] as const)('says of %s that somebody has to see to it', (reason) => {
    const platform = { ...serving.platform, state: 'refused' as const, reason };
    expect(stripNotes({ ...serving, platform })).toEqual(['PLATFORM_REFUSED']);
  });

  it('names a broken device beside it', () => {
    const status = { ...broken('printer', 'PRINTER_PAPER_OUT'), platform: cut };
    expect(stripNotes(status)).toEqual(['PLATFORM', 'PRINTER']);
  });
});
