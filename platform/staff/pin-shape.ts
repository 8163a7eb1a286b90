import { isTooSimple } from '#domain/identity/pin-rule.ts';

/** Digits only, so that a PIN can be typed on any keypad. */
const PIN_SHAPE = /^\d{6,64}$/;

export function isGoodPin(pin: string): boolean {
  return PIN_SHAPE.test(pin) && !isTooSimple(pin);
}
