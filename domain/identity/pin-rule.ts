/** Few different digits, or a run up or down the keys: what a passer-by tries first. */
export function isTooSimple(pin: string): boolean {
  const digits = [...pin].map(Number);
  const steps = digits.slice(1).map((digit, index) => digit - (digits[index] ?? 0));
  return new Set(digits).size < 3 || steps.every((step) => step === 1) || steps.every((step) => step === -1);
}
