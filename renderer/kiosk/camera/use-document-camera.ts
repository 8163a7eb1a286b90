import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { CameraFailure, CameraView } from './camera-view.ts';
import { outlineNow } from './live-outline.ts';
import { closeCamera, openCamera } from './open-camera.ts';
import { takePicture } from './take-picture.ts';

/** Milliseconds between two looks for the page: it follows the hand, and leaves the processor in peace. */
const LOOK_EVERY_MS = 250;
/** A camera that has been opened shows its first picture within two seconds. */
const FIRST_PICTURE_MS = 6000;

export type DocumentCameraControl = {
  readonly view: CameraView;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly shoot: () => void;
};

/** The camera from its opening to a photograph. Its lamp is on only while the live picture shows. */
export function useDocumentCamera(label?: string): DocumentCameraControl {
  const [view, setView] = useState<CameraView>({ phase: 'opening' });
  const video = useRef<HTMLVideoElement>(null);
  /** What a photograph brings after the page has gone comes too late. */
  const gone = useRef(false);
  const putOut = useRef(() => {});

  useEffect(() => {
    let left = false;
    let stream: MediaStream | undefined;
    let look: ReturnType<typeof setInterval> | undefined;
    const canvas = document.createElement('canvas');
    gone.current = false;

    const close = () => {
      clearInterval(look);
      if (stream !== undefined) closeCamera(stream);
    };
    putOut.current = close;
    const fail = (code: CameraFailure) => {
      close();
      // A photograph that is there already needs no camera.
      if (!left) setView((now) => (isLooking(now) ? { phase: 'failed', code } : now));
    };
    const late = setTimeout(() => fail('CAMERA_TIMEOUT'), FIRST_PICTURE_MS);

    const begin = async () => {
      const opened = await openCamera(label);
      if (opened.isErr()) {
        clearTimeout(late);
        fail(opened.error);
        return;
      }
      stream = opened.value;
      const { current: element } = video;
      if (left || element === null) {
        closeCamera(stream);
        return;
      }
      for (const track of stream.getTracks()) track.addEventListener('ended', () => fail('CAMERA_LOST'));
      element.srcObject = stream;
      look = setInterval(() => {
        const outline = outlineNow(element, canvas);
        if (outline === undefined || left) return;
        clearTimeout(late);
        setView((now) => (isLooking(now) ? { phase: 'live', outline } : now));
      }, LOOK_EVERY_MS);
    };
    void begin();
    return () => {
      left = true;
      gone.current = true;
      clearTimeout(late);
      close();
    };
  }, [label]);

  const url = view.phase === 'review' ? view.url : undefined;
  useEffect(() => {
    if (url === undefined) return undefined;
    return () => URL.revokeObjectURL(url);
  }, [url]);

  const shoot = useCallback(() => {
    const { current: element } = video;
    if (element === null) return;
    setView({ phase: 'straightening' });
    const take = async () => {
      const taken = await takePicture(element);
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
