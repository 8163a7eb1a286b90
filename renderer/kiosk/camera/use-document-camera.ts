import { err } from 'neverthrow';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { CameraSource, OpenCamera } from './camera-source.ts';
import type { CameraFailure, CameraView } from './camera-view.ts';
import { outlineNow } from './live-outline.ts';
import { takePicture } from './take-picture.ts';

/** Milliseconds between two looks for the page: it follows the hand, and leaves the processor in peace. */
const LOOK_EVERY_MS = 250;

export type DocumentCameraControl = {
  readonly view: CameraView;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly shoot: () => void;
};

/** The camera from its opening to a photograph. Its lamp is on only while the live picture shows. */
export function useDocumentCamera(source: CameraSource): DocumentCameraControl {
  const [view, setView] = useState<CameraView>({ phase: 'opening' });
  const video = useRef<HTMLVideoElement>(null);
  /** What a photograph brings after the page has gone comes too late. */
  const gone = useRef(false);
  const putOut = useRef(() => {});
  const camera = useRef<OpenCamera>(undefined);

  useEffect(() => {
    const open = new AbortController();
    let look: ReturnType<typeof setInterval> | undefined;
    const canvas = document.createElement('canvas');
    gone.current = false;

    const close = () => {
      clearTimeout(late);
      clearInterval(look);
      open.abort();
    };
    putOut.current = close;
    const fail = (code: CameraFailure) => {
      if (open.signal.aborted) return;
      close();
      // A photograph that is there already needs no camera.
      setView((now) => (isLooking(now) ? { phase: 'failed', code } : now));
    };
    const late = setTimeout(() => fail('CAMERA_TIMEOUT'), source.firstPictureMs);

    const begin = async () => {
      const opened = await source.open(open.signal, fail);
      const { current: element } = video;
      if (opened.isErr() || element === null) {
        fail(opened.isErr() ? opened.error : 'CAMERA_FAULT');
        return;
      }
      if (open.signal.aborted) return;
      camera.current = opened.value;
      element.srcObject = opened.value.live;
      look = setInterval(() => {
        const outline = outlineNow(element, canvas);
        if (outline === undefined) return;
        clearTimeout(late);
        setView((now) => (isLooking(now) ? { phase: 'live', outline } : now));
      }, LOOK_EVERY_MS);
    };
    void begin();
    return () => {
      gone.current = true;
      close();
    };
  }, [source]);

  const url = view.phase === 'review' ? view.url : undefined;
  useEffect(() => {
    if (url === undefined) return undefined;
    return () => URL.revokeObjectURL(url);
  }, [url]);

  const shoot = useCallback(() => {
    const { current: element } = video;
    const { current: open } = camera;
    if (element === null || open === undefined) return;
    setView({ phase: 'straightening' });
    const take = async () => {
      const photograph = await open.photograph(element);
      const taken = photograph.isErr() ? err(photograph.error) : await takePicture(photograph.value);
      if (gone.current) return;
      putOut.current();
      setView(
        taken.match<CameraView>(
          (picture) => ({ phase: 'review', url: URL.createObjectURL(picture.jpeg), taken: picture }),
          (code) => ({ phase: 'failed', code }),
        ),
      );
    };
    void take();
  }, []);

  return { view, video, shoot };
}

function isLooking(view: CameraView): boolean {
  return view.phase === 'opening' || view.phase === 'live';
}
