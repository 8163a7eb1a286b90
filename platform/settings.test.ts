import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const trustOf = (text: string) =>
  readSettings({ PLATFORM_TRUST_PROXY: text }).map(({ trustProxy }) => trustProxy);

describe('the proxies that the platform trusts', () => {
  it.each([
    ['', []],
    ['10.0.0.4', ['10.0.0.4']],
    ['10.0.0.0/8, fd00::/8,::1', ['10.0.0.0/8', 'fd00::/8', '::1']],
  ])('%s', (text, trusted) => expect(trustOf(text)._unsafeUnwrap()).toEqual(trusted));

  it.each(['true', '1', '10.0.0.4,', '10.0.0.0/64', 'proxy.hall', '*'])(
    '%s is a fault that is named',
    (text) => expect(trustOf(text)._unsafeUnwrapErr()).toContain('PLATFORM_TRUST_PROXY'),
  );
});
