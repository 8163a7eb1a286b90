/** Every wait of supervision, in milliseconds, with its reason. */
export const supervisionDelays = {
  /**
   * Between two attempts to open a line that is away. A device that comes back must be in use within 1 s:
   * this, the opening itself and a probe fit in that. An attempt on a missing port costs microseconds.
   */
  reopen: 400,
  /**
   * How long a probe may take before the device counts as silent. Drivers give up earlier; this is for a
   * probe that hangs.
   */
  probeTimeout: 3000,
  /** Between two probes of a device that is connected and cannot work: a serial line does not tell that the
   * right device was put on it, or that it was switched on. */
  reprobe: 600,
  /**
   * How long a line may take to close before it is opened anew regardless: a serial driver may hold a close back
   * until a device that takes nothing has taken what it was sent, Linux 30 s.
   */
  close: 2000,
  /**
   * How long nobody need have used a device until it is asked whether it is still there: some seconds more than the
   * commands of a use are apart, so that no use meets it, and soon enough that mostly the hall's staff and not the next
   * citizen finds a device that was switched off. One exchange of some bytes costs nothing.
   */
  idleQuestion: 10_000,
  /** How long a flapping line must hold before it is believed. */
  steady: 2000,
} as const;

/** A line lost this often within the window has a loose plug: from then on only steadiness is told. */
export const FLAPPING = { losses: 3, windowMs: 10_000 } as const;

/**
 * A device that has not answered so many probes in a row gets its line closed and opened again, which frees a
 * wedged USB bridge and resets devices that heed DTR. More than one: a device that is starting up needs
 * seconds, and a new line would not help it.
 */
export const SILENT_PROBES_UNTIL_RESET = 4;
