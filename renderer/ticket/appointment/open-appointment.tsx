import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { groupedCode } from '#domain/appointment/code.ts';
import { askDesk, type DeskClient } from '../../rpc/desk-client.ts';
import { pageLanguage } from '../ticket-address.ts';
import { createTicketTexts } from '../ticket-texts.ts';
import { AppointmentPageView } from './appointment-page.tsx';
import { createAppointmentStore } from './appointment-store.ts';

/** A page that lies open hears of a change soon enough, and asks nothing while nobody looks. */
const LOOK_EVERY_MS = 60_000;

/** Shows the appointment of a code and asks for it again whenever somebody looks. */
export function openAppointment(root: HTMLElement, client: DeskClient, typed: string): void {
  // Typed from paper without its dashes it is the same.
  const code = typed.length === 12 ? groupedCode(typed.toUpperCase()) : typed;
  const texts = createTicketTexts(pageLanguage(navigator.language));
  const name = () => {
    document.documentElement.lang = texts.language;
    document.title = texts.t('desk:appointment.pageTitle');
  };
  texts.on('languageChanged', name);
  name();

  const store = createAppointmentStore(() =>
    askDesk((options) => client.appointment.view({ code }, options)),
  );
  const look = () => {
    if (document.visibilityState === 'visible') void store.look();
  };
  look();
  setInterval(look, LOOK_EVERY_MS);
  document.addEventListener('visibilitychange', look);
  window.addEventListener('online', look);

  const cancel = async () => {
    const asked = await askDesk((options) => client.appointment.cancel({ code }, options));
    await store.look();
    return asked.match(
      () => undefined,
      (failure) => failure,
    );
  };
  createRoot(root).render(
    <I18nextProvider i18n={texts}>
      <AppointmentPageView store={store} code={code} onCancel={cancel} />
    </I18nextProvider>,
  );
}
