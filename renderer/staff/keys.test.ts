import { describe, expect, it } from 'vitest';
import { actionOfKey, keyActions, keyOf } from './keys.ts';

const press = (key: string, more: Partial<Parameters<typeof actionOfKey>[0]> = {}) => ({
  key,
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  repeat: false,
  ...more,
});

describe('the keys of the desk', () => {
  it('are each of one action, which its button shows', () => {
    for (const action of keyActions()) expect(actionOfKey(press(keyOf[action]), 'page')).toBe(action);
    expect(new Set(keyActions().map((action) => keyOf[action])).size).toBe(keyActions().length);
  });

  it('are heard in either case, and through an input method', () => {
    expect(actionOfKey(press('r'), 'page')).toBe('recall');
    expect(actionOfKey(press('R'), 'page')).toBe('recall');
    expect(actionOfKey(press('Process', { code: 'KeyR' }), 'page')).toBe('recall');
  });

  it('call the next with Enter only where nothing else would be pressed by it', () => {
    expect(actionOfKey(press('Enter'), 'page')).toBe('next');
    expect(actionOfKey(press('Enter'), 'control')).toBeUndefined();
    expect(actionOfKey(press('F2'), 'control')).toBe('next');
  });

  it('rest while something is typed, but for F2', () => {
    expect(actionOfKey(press('r'), 'field')).toBeUndefined();
    expect(actionOfKey(press('Enter'), 'field')).toBeUndefined();
    expect(actionOfKey(press('F2'), 'field')).toBe('next');
  });

  it('do nothing when held down, or with another key of the browser', () => {
    expect(actionOfKey(press('F2', { repeat: true }), 'page')).toBeUndefined();
    expect(actionOfKey(press('r', { ctrlKey: true }), 'page')).toBeUndefined();
    expect(actionOfKey(press('f', { metaKey: true }), 'page')).toBeUndefined();
  });
});
