/** Every wait of the camera driver, in milliseconds, with its reason. */
export const cameraDelays = {
  /** Questions that the service answers from memory. */
  answer: 2000,
  /** A probe must end before supervision gives it up; a slow start of the devices goes on behind it. */
  initialising: 2200,
  /** Starting the sensor and its lamp. */
  opening: 8000,
  /** Focusing, exposing, and packing some megapixels. */
  photograph: 15_000,
  /** A sensor that has just started sees dark and green until its exposure has settled. */
  settling: 700,
  /** Between two looks whether the service still has its camera, which it does not tell by itself. */
  idlePoll: 2000,
  /** A page opens a camera in six seconds or says why not, and sends the picture in pieces. */
  pageLook: 12_000,
  /** Between two attempts to open one that could not be: each may light its lamp. */
  tryAgain: 5000,
} as const;
