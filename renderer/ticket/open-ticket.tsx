import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { FollowUpView } from '#contract/desk/board.ts';
import { localized } from '#contract/localized.ts';
import { askDesk, type DeskClient } from '../rpc/desk-client.ts';
import { watchLive } from '../rpc/live-state.ts';
import { wakingWithBrowser } from '../rpc/watch-patiently.ts';
import { createBell } from './bell.ts';
import { pageLanguage } from './ticket-address.ts';
import { TicketPage } from './ticket-page.tsx';
import { createTicketStore } from './ticket-store.ts';
import { createTicketTexts } from './ticket-texts.ts';

/** Shows the ticket of a token, live. */
export function openTicket(root: HTMLElement, client: DeskClient, token: string): void {
  const texts = createTicketTexts(pageLanguage(navigator.language));
  const bell = createBell();

  const name = () => {
    document.documentElement.lang = texts.language;
    document.title = texts.t('desk:ticket.pageTitle');
  };
  texts.on('languageChanged', name);
  name();

  const store = createTicketStore({
    watch: () =>
      wakingWithBrowser(watchLive<FollowUpView>((options) => client.ticket.watch({ token }, options))),
    onCalled: ({ label, counterLabel }) => {
      bell.ring();
      const counter = counterLabel && localized(counterLabel, texts.language === 'en' ? 'en' : 'zh-CN');
      if (counter) document.title = `${label} · ${texts.t('desk:ticket.called.title', { counter })}`;
    },
  });

  createRoot(root).render(
    <I18nextProvider i18n={texts}>
      <TicketPage
        store={store}
        token={token}
        bell={bell}
        onCancel={async () =>
          (await askDesk((options) => client.ticket.cancel({ token }, options))).match(
            () => undefined,
            (failure) => failure,
          )
        }
      />
    </I18nextProvider>,
  );
}
