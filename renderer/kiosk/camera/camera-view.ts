import type { FailureCode } from '#contract/failures.ts';
import type { Quad } from '#domain/imaging/geometry.ts';
import type { OutlineError } from '#domain/imaging/page-outline.ts';
import type { QualityWarning } from '#domain/imaging/page-quality.ts';

/** Codes a camera at the page may fail with; a subset of the failures that have sentences in every language. */
export type CameraFailure = Extract<
  FailureCode,
  'CAMERA_ABSENT' | 'CAMERA_LOST' | 'CAMERA_TIMEOUT' | 'CAMERA_FAULT' | 'CAMERA_DENIED' | 'CAMERA_IN_USE'
>;

/** A photograph for the citizen to judge. */
export type TakenPicture = {
  readonly jpeg: Blob;
  /** Whether its edges were found: it is cut out and laid straight. */
  readonly cut: boolean;
  readonly warnings: readonly QualityWarning[];
};

/** What of the page the live picture shows, in that picture's pixels. */
export type LiveOutline =
  | { readonly found: true; readonly corners: Quad; readonly width: number; readonly height: number }
  | { readonly found: false; readonly why: OutlineError };

/** Where the citizen stands with the camera. */
export type CameraView =
  | { readonly phase: 'opening' }
  | { readonly phase: 'live'; readonly outline: LiveOutline }
  | { readonly phase: 'straightening' }
  | { readonly phase: 'review'; readonly url: string; readonly taken: TakenPicture }
  | { readonly phase: 'failed'; readonly code: CameraFailure };
