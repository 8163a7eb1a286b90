import { ORPCError } from '@orpc/client';
import { describe, expect, it, vi } from 'vitest';
import { createActionRunner } from './action-runner.ts';

const away = () => Promise.reject(new TypeError('fetch failed'));
const refused = () =>
  Promise.reject(new ORPCError('TICKET_STATE', { status: 409, data: { reference: 'K7Q2M' }, defined: true }));

/** A runner that counts its keys and does not wait between tries. */
function runnerWithKeys() {
  let made = 0;
  return createActionRunner({
    makeKey: () => `key-${++made}`,
    random: () => 0,
    retry: { firstMs: 0, longestMs: 0 },
  });
}

describe('a press of a button', () => {
  it('is sent once however often it is clicked, under a key of its own', async () => {
    const runner = runnerWithKeys();
    let answer: (value: string) => void = () => undefined;
    const call = vi.fn<(key: string) => Promise<string>>(() => new Promise((resolve) => (answer = resolve)));
    runner.press('next', call);
    runner.press('next', call);
    runner.press('recall', call);
    expect(runner.snapshot().busy).toBe('next');
    expect(call).toHaveBeenCalledTimes(1);
    answer('done');
    await vi.waitFor(() => expect(runner.snapshot().busy).toBeUndefined());
    runner.press('next', call);
    expect(call.mock.calls.map(([key]) => key)).toEqual(['key-1', 'key-4']);
  });

  it('is sent again under the same key when nothing came back', async () => {
    const runner = runnerWithKeys();
    const call = vi.fn<(key: string) => Promise<string>>(away);
    call.mockImplementationOnce(away).mockImplementationOnce(away).mockResolvedValueOnce('done');
    runner.press('next', call);
    await vi.waitFor(() => expect(runner.snapshot().busy).toBeUndefined());
    expect(call.mock.calls.map(([key]) => key)).toEqual(['key-1', 'key-1', 'key-1']);
    expect(runner.snapshot().failure).toBeUndefined();
  });

  it('is given up after some tries, and may then be sent once more under its key', async () => {
    const runner = runnerWithKeys();
    const call = vi.fn<(key: string) => Promise<string>>(away);
    runner.press('next', call);
    await vi.waitFor(() => expect(runner.snapshot().failure?.failure.code).toBe('PLATFORM_AWAY'));
    const tries = call.mock.calls.length;
    call.mockResolvedValueOnce('done');
    runner.snapshot().failure?.retry?.();
    await vi.waitFor(() => expect(runner.snapshot()).toMatchObject({ busy: undefined, failure: undefined }));
    expect(call).toHaveBeenCalledTimes(tries + 1);
    expect(new Set(call.mock.calls.map(([key]) => key))).toEqual(new Set(['key-1']));
  });

  it('that is refused is not sent again, and says why', async () => {
    const runner = runnerWithKeys();
    const call = vi.fn<(key: string) => Promise<string>>(refused);
    runner.press('finish', call);
    await vi.waitFor(() => expect(runner.snapshot().busy).toBeUndefined());
    expect(call).toHaveBeenCalledTimes(1);
    expect(runner.snapshot().failure).toEqual({
      failure: { code: 'TICKET_STATE', reference: 'K7Q2M' },
      retry: undefined,
    });
    runner.dismiss();
    expect(runner.snapshot().failure).toBeUndefined();
  });

  it('locks the page until it shows what was answered', async () => {
    const runner = runnerWithKeys();
    let shown: () => void = () => undefined;
    const settled = vi.fn<(answer: string) => Promise<void>>(
      () => new Promise((resolve) => (shown = resolve)),
    );
    runner.press('next', async () => 'A012', settled);
    await vi.waitFor(() => expect(settled).toHaveBeenCalledWith('A012'));
    expect(runner.snapshot().busy).toBe('next');
    shown();
    await vi.waitFor(() => expect(runner.snapshot().busy).toBeUndefined());
  });
});
