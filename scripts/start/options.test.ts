import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('without options everything is free to choose', () => {
  expect(readOptions([])._unsafeUnwrap()).toEqual({
    port: 0,
    platformPort: 0,
    dockPort: 0,
    fresh: false,
    browser: false,
    kiosk: false,
    place: '',
    help: false,
  });
});

test('ports and switches are read', () => {
  const options = readOptions(['--port', '8080', '--dock-port=9000', '--fresh', '--browser'])._unsafeUnwrap();
  expect(options).toMatchObject({ port: 8080, dockPort: 9000, fresh: true, browser: true });
});

test.each(['-1', '65536', 'http', '80.5'])('%s is no port', (port) => {
  expect(readOptions([`--platform-port=${port}`])._unsafeUnwrapErr()).toContain('--platform-port');
});

test('a place is a plain name, never a path', () => {
  expect(readOptions(['--place', 'trial-1'])._unsafeUnwrap().place).toBe('trial-1');
  expect(readOptions(['--place', '../other'])._unsafeUnwrapErr()).toContain('--place');
});

test('an unknown option is named', () => {
  expect(readOptions(['--frsh'])._unsafeUnwrapErr()).toContain('--frsh');
});
