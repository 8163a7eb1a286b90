import type { Result } from 'neverthrow';
import type { SupervisedDevice } from '../device.ts';

/**
 * ABSENT: nothing to open, or a service without a camera. LOST: it was there. TIMEOUT: no answer. FAULT: it
 * refuses, or what it gives is no picture.
 */
export type CameraFault = 'CAMERA_ABSENT' | 'CAMERA_LOST' | 'CAMERA_TIMEOUT' | 'CAMERA_FAULT';

/**
 * Of a camera that the page opens, besides: NO_PAGE: no page is connected that could. DENIED: the page may not see.
 * IN_USE: another program has it. DARK: the picture shows nothing but black.
 */
export type PageCameraFault =
  | CameraFault
  | 'CAMERA_NO_PAGE'
  | 'CAMERA_DENIED'
  | 'CAMERA_IN_USE'
  | 'CAMERA_DARK';

/** A document camera, whoever opens it. */
export type DocumentCamera<Fault extends PageCameraFault = PageCameraFault> = SupervisedDevice<Fault> & {
  /** A photograph in the camera's full size, as JPEG. Never one that was asked for earlier. */
  readonly capture: () => Promise<Result<Uint8Array, Fault>>;
};

/** One that the service drives itself. Of a plain UVC camera the page shows the live picture. */
export type ServiceCamera = DocumentCamera<CameraFault> & {
  /**
   * The live picture as JPEG frames, from now until the returned function is called; it goes on by itself after
   * a fault. The camera's lamp is on only while somebody watches or a photograph is taken. All who watch are given the
   * same bytes: one alone may wipe them.
   */
  readonly watch: (listener: (jpeg: Uint8Array) => void) => () => void;
};
