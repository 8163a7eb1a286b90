import '../rpc/checks-without-eval.ts';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import '../ui/base.css';
import './board.css';
import '../ui/font-slices.ts';
import '../ui/fonts.ts';
import type { BoardView } from '#contract/desk/board.ts';
import { createDeskTexts } from '../i18n/desk-texts.ts';
import { createDeskClient } from '../rpc/desk-client.ts';
import { watchLive } from '../rpc/live-state.ts';
import { wakingWithBrowser } from '../rpc/watch-patiently.ts';
import { Board } from './board.tsx';
import { boardAddress } from './board-address.ts';
import { createBoardStore } from './board-store.ts';
import { callsToSpeak, numbersSettled } from './calls.ts';
import { createNewerPageCheck, scriptIn } from './newer-page.ts';
import { createAnnouncer } from './voice/announcer.ts';
import { createBrowserVoice } from './voice/browser-voice.ts';
import { createWebAudioSink } from './voice/web-audio-sink.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');

const { hallId, voice, language } = boardAddress(window.location);
const client = createDeskClient(window.location.origin);
const texts = createDeskTexts();
void texts.changeLanguage(language);
document.title = texts.t('desk:board.pageTitle');
document.documentElement.lang = language;

const sound = voice ? createWebAudioSink('/voice/zh-CN') : undefined;
const announcer = sound && createAnnouncer({ sink: sound, voice: createBrowserVoice() });
if (sound) {
  for (const touch of ['pointerdown', 'keydown'] as const) window.addEventListener(touch, sound.unlock);
}

const store = createBoardStore({
  hallId,
  watch: () => wakingWithBrowser(watchLive<BoardView>((options) => client.board.watch({ hallId }, options))),
  storage: window.localStorage,
  now: Date.now,
  onView: (before, view) => {
    for (const label of numbersSettled(before, view)) announcer?.withdraw(label);
    // Calls that nobody could hear are not caught up with when the sound comes.
    if (sound?.blocked()) return;
    for (const call of callsToSpeak(before, view)) announcer?.announce(call);
  },
});

const checkPage = createNewerPageCheck({
  script: scriptIn(document.documentElement.outerHTML),
  load: async () => (await fetch(window.location.href, { cache: 'no-store' })).text(),
  reload: () => window.location.reload(),
  now: Date.now,
});
store.subscribe(() => checkPage(store.snapshot().connected));

createRoot(root).render(
  <I18nextProvider i18n={texts}>
    <Board store={store} sound={sound} />
  </I18nextProvider>,
);
