import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { implement } from '@orpc/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deskContract } from '#contract/desk/contract.ts';
import type { StaffSession } from '#contract/desk/staff.ts';
import { session as sample, view } from '../gallery/desk/samples.ts';
import { createDeskClient } from '../rpc/desk-client.ts';
import { createDeskSession, type DeskSession } from './desk-session.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A platform that knows one session, for as long as a test leaves it. */
async function startPlatform(first: StaffSession | null) {
  const os = implement(deskContract);
  let signedIn = first;
  const refused = { data: { reference: 'K7Q2M' } };
  const router = {
    staff: {
      session: os.staff.session.handler(() => ({ session: signedIn })),
      signIn: os.staff.signIn.handler(({ input, errors }) => {
        if (input.pin !== '135790') throw errors.SIGN_IN_WRONG(refused);
        signedIn = { ...sample, pinGiven: input.login === 'new' };
        return { session: signedIn };
      }),
      choosePin: os.staff.choosePin.handler(({ input, errors }) => {
        if (!signedIn?.pinGiven) throw errors.NOT_ALLOWED(refused);
        if (input.pin === '135790') throw errors.PIN_KNOWN(refused);
        signedIn = { ...sample, pinGiven: false };
        return { session: signedIn };
      }),
      signOut: os.staff.signOut.handler(() => {
        signedIn = null;
      }),
      watch: os.staff.watch.handler(async function* ({ signal, errors }) {
        if (!signedIn) throw errors.SIGNED_OUT(refused);
        yield { whole: view };
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      }),
    },
  };
  const handler = new OpenAPIHandler(router);
  const server = createServer((request, response) => {
    void handler.handle(request, response, { prefix: '/desk/api' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const page = createDeskSession(createDeskClient(`http://127.0.0.1:${port}`), () => () => undefined);
  closing.push(() => page.signOut());
  return {
    page,
    chosenElsewhere: () => {
      signedIn = sample;
    },
    expire: () => {
      signedIn = null;
    },
  };
}

const patiently = { timeout: 15_000 };
const phaseOf = (page: DeskSession) => page.snapshot().phase;

describe('the session of a page', () => {
  it('is taken up again where the browser still has it', async () => {
    const { page } = await startPlatform(sample);
    expect(page.snapshot()).toEqual({ phase: 'starting', away: false });
    await vi.waitFor(
      () => expect(page.snapshot()).toMatchObject({ phase: 'signed-in', session: sample }),
      patiently,
    );
  });

  it('is of no use with a PIN that was given until another is chosen, also behind a lost answer', async () => {
    const { page, chosenElsewhere } = await startPlatform(null);
    await vi.waitFor(() => expect(phaseOf(page)).toBe('signed-out'), patiently);
    (await page.signIn('new', '135790'))._unsafeUnwrap();
    expect(phaseOf(page)).toBe('choosing-pin');
    expect((await page.choosePin('135790'))._unsafeUnwrapErr().code).toBe('PIN_KNOWN');
    expect(phaseOf(page)).toBe('choosing-pin');
    (await page.choosePin('482915'))._unsafeUnwrap();
    expect(phaseOf(page)).toBe('signed-in');

    await page.signOut();
    (await page.signIn('new', '135790'))._unsafeUnwrap();
    chosenElsewhere();
    expect((await page.choosePin('482915')).isErr()).toBe(true);
    await vi.waitFor(() => expect(phaseOf(page)).toBe('signed-in'), patiently);
  });

  it('begins with login and PIN, and ends with signing out', async () => {
    const { page } = await startPlatform(null);
    await vi.waitFor(() => expect(phaseOf(page)).toBe('signed-out'), patiently);
    expect((await page.signIn('clerk1', '000000'))._unsafeUnwrapErr()).toEqual({
      code: 'SIGN_IN_WRONG',
      reference: 'K7Q2M',
    });
    expect(phaseOf(page)).toBe('signed-out');
    expect((await page.signIn('clerk1', '135790')).isOk()).toBe(true);
    expect(phaseOf(page)).toBe('signed-in');
    expect((await page.signOut()).isOk()).toBe(true);
    expect(page.snapshot()).toEqual({ phase: 'signed-out', reason: undefined });
  });

  it('ends with its reason when the platform ended it', async () => {
    const { page, expire } = await startPlatform(sample);
    await vi.waitFor(() => expect(phaseOf(page)).toBe('signed-in'), patiently);
    const state = page.snapshot();
    if (state.phase !== 'signed-in') throw new Error('nobody is signed in');
    await vi.waitFor(() => expect(state.live.snapshot().connected).toBe(true), patiently);
    expire();
    state.live.restart();
    await vi.waitFor(
      () =>
        expect(page.snapshot()).toEqual({
          phase: 'signed-out',
          reason: { code: 'SIGNED_OUT', reference: 'K7Q2M' },
        }),
      patiently,
    );
  });
});
