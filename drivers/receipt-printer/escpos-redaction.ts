import { NOTHING_PERSONAL, type Redaction } from '../transport/session-recording.ts';
import { parseCommand } from './escpos-parser.ts';

/** Enough of a command to see what it is and how long. What comes after it is content. */
const COMMAND_BYTES = 8;
const CHARACTER = 0x2a;

/** Recordings of a receipt printer: every character becomes an asterisk, every code and picture blank. */
export const escposRedaction: Redaction = {
  incoming: NOTHING_PERSONAL.incoming,
  outgoing: (bytes) => {
    const redacted = new Uint8Array(bytes.length);
    for (const { command, length, at } of commandsIn(bytes)) {
      if (command.kind === 'character') redacted.fill(CHARACTER, at, at + length);
      else redacted.set(bytes.subarray(at, at + Math.min(length, COMMAND_BYTES)), at);
    }
    return redacted;
  },
  // How a receipt looks is no matter of the conversation; what the printer answers is.
  gist: (redacted) => {
    const answered = [...commandsIn(redacted)].filter(
      ({ command, length }) =>
        command.kind === 'marker' ||
        command.kind === 'identity' ||
        (command.kind === 'unknown' && length === 1),
    );
    return Uint8Array.from(answered.flatMap(({ at, length }) => [...redacted.subarray(at, at + length)]));
  },
};

/** Until one that is cut off: nobody can tell what the rest is. */
function* commandsIn(bytes: Uint8Array) {
  let chinese = false;
  for (let at = 0; at < bytes.length; ) {
    const parsed = parseCommand(bytes.subarray(at), chinese);
    if (parsed === undefined) return;
    yield { ...parsed, at };
    if (parsed.command.kind === 'chinese') chinese = parsed.command.on;
    at += parsed.length;
  }
}
