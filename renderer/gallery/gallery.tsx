import type { i18n } from 'i18next';
import { useMemo, useSyncExternalStore } from 'react';
import type { Language } from '#contract/scalars.ts';
import { allLanguages } from '../i18n/languages.ts';
import { Kiosk } from '../kiosk/kiosk.tsx';
import { START } from '../kiosk/navigation.ts';
import { type DisplayMode, useDisplayMode } from '../ui/display-mode.ts';
import { useStage } from '../ui/use-stage.ts';
import { modes, orientations, readView, sheets, type View, writeView } from './address.ts';
import { CameraSheet, cameraViews } from './camera-sheet.tsx';
import { ComponentsSheet } from './components-sheet.tsx';
import styles from './gallery.module.css';
import { samplePort } from './sample-port.ts';
import { LANDSCAPE, PORTRAIT, serving } from './samples.ts';
import { scenes } from './scenes.tsx';

/** Every screen in every state, mode and language, for looking at. */
export function Gallery({ texts }: { readonly texts: i18n }) {
  const hash = useSyncExternalStore(
    (listener) => {
      window.addEventListener('hashchange', listener);
      return () => window.removeEventListener('hashchange', listener);
    },
    () => window.location.hash,
  );
  const view = readView(hash);
  return view.bare ? <Bare key={hash} view={view} texts={texts} /> : <Browser view={view} />;
}

function Bare({ view, texts }: { readonly view: View; readonly texts: i18n }) {
  const screen = view.orientation === 'portrait' ? PORTRAIT : LANDSCAPE;
  const mode: DisplayMode = {
    elder: view.mode === 'elder',
    largeText: view.mode === 'large',
    highContrast: view.mode === 'high-contrast',
  };
  const { scene: name } = view;
  const scene = useMemo(() => scenes[name]?.(), [name]);
  const port = useMemo(
    () =>
      samplePort(
        {
          connected: !scene?.away,
          status: { ...(scene?.status ?? serving), screen },
          session: scene?.session,
          administration: scene?.administration,
        },
        scene?.failure,
      ),
    [scene, screen],
  );
  if (!scene) {
    return <BareSheet name={name} screen={screen} mode={mode} language={view.language} texts={texts} />;
  }
  return (
    <Kiosk
      port={port}
      texts={texts}
      sample={{
        language: view.language,
        mode,
        trail: scene.trail ?? START,
        ...(scene.leaving && { leaving: scene.leaving }),
        ...(scene.administrator && { administrator: scene.administrator }),
      }}
    />
  );
}

type BareSheetProps = {
  readonly name: string;
  readonly screen: typeof PORTRAIT;
  readonly mode: DisplayMode;
  readonly language: Language;
  readonly texts: i18n;
};

function BareSheet({ name, screen, mode, language, texts }: BareSheetProps) {
  useStage(screen);
  useDisplayMode(mode, language);
  const spoken = useMemo(() => texts.cloneInstance({ lng: language }), [texts, language]);
  const cameraView = cameraViews[name];
  if (cameraView) return <CameraSheet texts={spoken} view={cameraView} />;
  return <ComponentsSheet texts={spoken} />;
}

function Browser({ view }: { readonly view: View }) {
  const open = (change: Partial<View>) => {
    window.location.hash = writeView({ ...view, ...change });
  };
  return (
    <div className={styles.gallery}>
      <nav className={styles.choices}>
        <Choice
          values={orientations}
          chosen={view.orientation}
          onChoose={(orientation) => open({ orientation })}
        />
        <Choice values={modes} chosen={view.mode} onChoose={(mode) => open({ mode })} />
        <Choice values={allLanguages} chosen={view.language} onChoose={(language) => open({ language })} />
        <Choice values={sheets} chosen={view.scene} onChoose={(scene) => open({ scene })} />
      </nav>
      {/* oxlint-disable-next-line react/iframe-missing-sandbox -- the frame is this page itself */}
      <iframe
        key={writeView(view)}
        className={styles.frame}
        title={view.scene}
        src={`gallery.html${writeView({ ...view, bare: true })}`}
      />
    </div>
  );
}

type ChoiceProps<T extends string> = {
  readonly values: readonly T[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
};

function Choice<T extends string>({ values, chosen, onChoose }: ChoiceProps<T>) {
  return (
    <ul className={styles.choice}>
      {values.map((value) => (
        <li key={value}>
          <button type="button" aria-pressed={value === chosen} onClick={() => onChoose(value)}>
            {value}
          </button>
        </li>
      ))}
    </ul>
  );
}
