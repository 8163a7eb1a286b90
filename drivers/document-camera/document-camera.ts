import type { Result } from 'neverthrow';
import type { SupervisedDevice } from '../device.ts';

/**
 * ABSENT: nothing to open, or a service without a camera. LOST: it was there. TIMEOUT: no answer. FAULT: it
 * refuses, or what it gives is no picture.
 */
export type CameraFault = 'CAMERA_ABSENT' | 'CAMERA_LOST' | 'CAMERA_TIMEOUT' | 'CAMERA_FAULT';

/** A document camera that the service drives itself; one that is plain UVC belongs to the page. */
export type DocumentCamera = SupervisedDevice<CameraFault> & {
  /** A photograph in the camera's full size, as JPEG. Never one that was asked for earlier. */
  readonly capture: () => Promise<Result<Uint8Array, CameraFault>>;
  /**
   * The live picture as JPEG frames, from now until the returned function is called; it goes on by itself after
   * a fault. The camera's lamp is on only while somebody watches or a photograph is taken. All who watch are given the
   * same bytes: one alone may wipe them.
   */
  readonly watch: (listener: (jpeg: Uint8Array) => void) => () => void;
};
