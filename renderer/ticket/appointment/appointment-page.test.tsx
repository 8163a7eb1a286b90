import { err, ok } from 'neverthrow';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { describe, expect, it } from 'vitest';
import type { AppointmentPage } from '#contract/desk/appointments.ts';
import type { DeskFailure } from '../../rpc/desk-client.ts';
import { createTicketTexts } from '../ticket-texts.ts';
import { AppointmentPageView } from './appointment-page.tsx';
import { type AppointmentStore, createAppointmentStore } from './appointment-store.ts';

const booked: AppointmentPage = {
  at: '2026-11-21T02:00:00.000Z',
  hallName: { 'zh-CN': '大厅', en: 'Hall' },
  serviceName: { 'zh-CN': '不动产转移登记' },
  from: '2026-11-23T01:30:00Z',
  to: '2026-11-23T02:00:00Z',
  state: 'booked',
  comeFrom: '2026-11-23T01:00:00Z',
  comeUntil: '2026-11-23T02:15:00Z',
  materials: [{ 'zh-CN': '不动产权证书' }],
  moved: null,
  insteadOf: null,
};
const CODE = 'ABCD-EF23-9XYZ';
const TOKEN = 'a'.repeat(22);

function words(store: AppointmentStore, { code = CODE, language = 'zh-CN' as 'zh-CN' | 'en' } = {}): string {
  const page = (
    <I18nextProvider i18n={createTicketTexts(language)}>
      <AppointmentPageView store={store} code={code} onCancel={async () => undefined} />
    </I18nextProvider>
  );
  return renderToStaticMarkup(page).replaceAll(/<[^>]+>/g, '|');
}

async function known(page: AppointmentPage): Promise<AppointmentStore> {
  const store = createAppointmentStore(async () => ok(page));
  await store.look();
  return store;
}

describe('an appointment in words', () => {
  it('says when to come, early and late, what to bring and what to type', async () => {
    const said = words(await known(booked));
    expect(said).toContain('请在 09:00 到 10:00 之间来取号');
    expect(said).toContain('09:00 以前来');
    expect(said).toContain('10:00 以后来');
    expect(said).toContain('过了 10:15');
    expect(said).toMatch(/11月23日/);
    expect(said).toContain('不动产权证书');
    expect(said).toContain(CODE);
    expect(said).toContain('取消这个预约');
    expect(said).not.toContain('改');
    expect(words(await known(booked), { language: 'en' })).toContain('Come between 09:00 and 10:00');
  });

  it('says that it was moved, from when, and why', async () => {
    const was = { from: '2026-11-20T06:00:00Z', to: '2026-11-20T06:30:00Z' };
    const closing = words(await known({ ...booked, moved: { ...was, by: 'closing' } }));
    expect(closing).toMatch(/原来约的是 11月20日.*14:00–14:30/);
    expect(closing).toContain('提前结束');
    expect(words(await known({ ...booked, moved: { ...was, by: 'staff' } }))).toContain('工作人员');
  });

  it('of a closed ticket names the ticket and asks nobody to type its code', async () => {
    const insteadOf = { label: 'A012', businessDate: '2026-11-20' };
    const said = words(await known({ ...booked, insteadOf }), { code: TOKEN });
    expect(said).toMatch(/11月20日.*A012/);
    expect(said).not.toContain(TOKEN);
    expect(said).not.toContain('输入预约码');
  });

  it.each(['checked-in', 'cancelled', 'missed'] as const)(
    'that is %s is not to be come with',
    async (state) => {
      const said = words(await known({ ...booked, state }));
      expect(said).not.toContain('之间来取号');
      expect(said).not.toContain(CODE);
      expect(said).not.toContain('取消这个预约');
    },
  );

  it('that is withdrawn is not to be come with, and can be cancelled before it counts again', async () => {
    const said = words(await known({ ...booked, state: 'withdrawn' }));
    expect(said).not.toContain('之间来取号');
    expect(said).toContain('取消这个预约');
  });
});

describe('the page of an appointment', () => {
  const failure = (code: DeskFailure['code']) => err({ code });

  it('keeps what it knows while the platform is away, and says since when', async () => {
    const answers = [ok(booked), failure('PLATFORM_AWAY')];
    const store = createAppointmentStore(async () => answers.shift() ?? ok(booked));
    expect(words(store)).toContain('正在查询');
    await store.look();
    await store.look();
    expect(words(store)).toMatch(/10:00 的情况.*之间来取号/s);
    await store.look();
    expect(words(store)).not.toContain('的情况');
  });

  it.each([
    ['APPOINTMENT_UNKNOWN', '没有这个预约'],
    ['TOO_MANY_TRIES', '过几分钟'],
    ['PLATFORM_AWAY', '连不上大厅'],
  ] as const)('says what %s means', async (code, sentence) => {
    const store = createAppointmentStore(async () => failure(code));
    await store.look();
    expect(words(store)).toContain(sentence);
  });

  it('believes the later question, whichever is answered first', async () => {
    const first = Promise.withResolvers<void>();
    let asked = 0;
    const store = createAppointmentStore(async () => {
      asked += 1;
      if (asked > 1) return ok({ ...booked, state: 'cancelled' });
      await first.promise;
      return ok(booked);
    });
    const slow = store.look();
    await store.look();
    first.resolve();
    await slow;
    expect(store.snapshot().page?.state).toBe('cancelled');
  });
});
