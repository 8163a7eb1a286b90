/** Every wait of the printer driver, in milliseconds, with its reason. */
export const printerDelays = {
  /** A real-time answer takes a few milliseconds; USB bridges hold bytes back up to 16 ms each way. */
  answer: 400,
  /** More than was asked for comes at once, or held back by a USB bridge. */
  surplus: 50,
  /** What a printer calls itself; most never answer, and somebody stands there and waits. */
  identity: 400,
  /** A text that has not come then comes no more: it was asked of a printer that stood idle. */
  lateText: 5_000,
  /** Clearing a buffer; printers that do not know the command never answer. */
  clear: 300,
  /** Between two looks at an idle printer: paper that runs out is told before the next citizen needs it. */
  idlePoll: 1_000,
  /** Between two looks at a printer that prints: a person who mends it sees at once that it goes on. */
  jobPoll: 250,
  /** So many questions (not milliseconds) may wait in the buffer of a printer that answers in its turn only … */
  openQuestions: 4,
  /** … and then one more this often, as it may have been switched off and on and have forgotten them. */
  askAnew: 30_000,
  /** Between two looks at paper that a presenter holds out: the citizen who takes it sees the screen go on. */
  outputPoll: 300,
  /** From the end of the slowest printing until a printer that cannot say so counts as having printed. */
  standsReady: 1_000,
  /** On top of wire time and the slowest printing: warming up, the cut, a head that pauses to cool. */
  printingMargin: 5_000,
  /** What an earlier job left in the printer is waited for so long before its markers count as lost. */
  leftovers: 5_000,
} as const;
