import { expect, test } from 'vitest';
import { allowed, allowedAsPage, namesAllowed, type PermissionAsk, permissionAllowed } from './allowance.ts';

const allowance = { origin: () => 'http://127.0.0.1:4000', bundledPage: 'file:///app/one-moment.html' };

test.each([
  ['http://127.0.0.1:4000/', true, true],
  ['http://127.0.0.1:4000/assets/index.js', true, true],
  ['ws://127.0.0.1:4000/rpc', true, false],
  ['file:///app/one-moment.html', true, true],
  ['blob:http://127.0.0.1:4000/1', true, false],
  ['data:image/png;base64,AA==', true, false],
  ['http://127.0.0.1:4001/', false, false],
  ['http://localhost:4000/', false, false],
  ['http://127.0.0.1:4000.example.org/', false, false],
  ['http://127.0.0.1:4000@example.org/', false, false],
  ['https://127.0.0.1:4000/', false, false],
  ['file:///etc/passwd', false, false],
  ['javascript:alert(1)', false, false],
  ['nonsense', false, false],
])('%s may be loaded: %s, may be a page: %s', (address, load, page) => {
  expect(allowed(address, allowance)).toBe(load);
  expect(allowedAsPage(address, allowance)).toBe(page);
});

test('before the service is there only the bundled page may be loaded', () => {
  const none = { ...allowance, origin: () => null };
  expect(allowed('http://127.0.0.1:4000/', none)).toBe(false);
  expect(allowed('data:text/html,x', none)).toBe(false);
  expect(allowed('file:///app/one-moment.html', none)).toBe(true);
});

const camera: PermissionAsk = {
  permission: 'media',
  origin: 'http://127.0.0.1:4000/',
  mainFrame: true,
  media: ['video'],
};

test("the service's own page may have the picture of a camera", () => {
  expect(permissionAllowed(camera, allowance)).toBe(true);
  expect(permissionAllowed({ ...camera, origin: 'http://127.0.0.1:4000' }, allowance)).toBe(true);
});

test.each<Partial<PermissionAsk>>([
  { media: ['audio'] },
  { media: ['video', 'audio'] },
  { media: ['unknown'] },
  { media: [] },
  { mainFrame: false },
  { origin: 'http://127.0.0.1:4001/' },
  { origin: 'http://localhost:4000/' },
  { origin: 'file:///app/one-moment.html' },
  { origin: 'null' },
  { origin: '' },
  { origin: undefined },
  { permission: 'display-capture' },
  { permission: 'geolocation' },
  { permission: 'hid' },
])('but not when it asks %o', (change) => {
  expect(permissionAllowed({ ...camera, ...change }, allowance)).toBe(false);
});

test('before the service is there nobody may have a camera', () => {
  expect(permissionAllowed(camera, { ...allowance, origin: () => null })).toBe(false);
});

test.each([['video'], ['audio']])('the same page may know the names of cameras, asked as %s', (kind) => {
  expect(namesAllowed({ ...camera, media: [kind] }, allowance)).toBe(true);
});

test.each<Partial<PermissionAsk>>([
  { media: ['unknown'] },
  { media: [] },
  { mainFrame: false },
  { origin: 'http://127.0.0.1:4001/' },
  { permission: 'geolocation' },
])('and nobody else, %o', (change) => {
  expect(namesAllowed({ ...camera, ...change }, allowance)).toBe(false);
});
