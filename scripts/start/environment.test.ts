import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { baseEnvironment, displayAnswers, displayEnvironment } from './environment.ts';

const user = { name: 'somebody', uid: 4242, gid: 4242, home: '/var/lib/somebody' };
const env = {
  HOME: '/root',
  PATH: '/clone/node_modules/.bin:/usr/bin',
  LANG: 'zh_CN.UTF-8',
  NPM_TOKEN: 'secret',
  XDG_RUNTIME_DIR: '/run/user/0',
};

test('a part of the same user keeps its home and nothing that is not named', () => {
  expect(baseEnvironment(env, undefined)).toEqual({
    HOME: '/root',
    PATH: '/clone/node_modules/.bin:/usr/bin',
    LANG: 'zh_CN.UTF-8',
    XDG_RUNTIME_DIR: '/run/user/0',
  });
});

test('a part of another user gets nothing of root’s own', () => {
  expect(baseEnvironment(env, user)).toEqual({
    HOME: '/var/lib/somebody',
    USER: 'somebody',
    LOGNAME: 'somebody',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'zh_CN.UTF-8',
  });
});

test('without a display there is no window', () => {
  expect(displayEnvironment({}, undefined, '/nowhere')).toBeUndefined();
  expect(displayEnvironment({ DISPLAY: '' }, user, '/nowhere')).toBeUndefined();
});

test('another user cannot use the Wayland socket of the person logged in', () => {
  expect(displayEnvironment({ WAYLAND_DISPLAY: 'wayland-0' }, undefined, '/nowhere')).toEqual({
    WAYLAND_DISPLAY: 'wayland-0',
  });
  expect(displayEnvironment({ WAYLAND_DISPLAY: 'wayland-0' }, user, '/nowhere')).toBeUndefined();
});

test('an X display without a cookie is passed on without one', () => {
  const folder = mkdtempSync(`${tmpdir()}/display-`);
  const given = { DISPLAY: ':9', XAUTHORITY: `${folder}/none` };
  expect(displayEnvironment(given, user, folder)).toEqual({ DISPLAY: ':9' });
  rmSync(folder, { recursive: true });
});

test('a local display that is not there is found out', () => {
  expect(displayAnswers(':64123')).toBe(false);
  expect(displayAnswers('another-host:0')).toBe(true);
});
