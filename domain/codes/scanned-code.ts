/** What a scanned text is for. `unknown` is an expected answer: people scan whatever they hold. */
export type ScannedCode =
  | {
      readonly kind: 'ticket';
      /** `MSB1:…`, what the platform knows the ticket by. */
      readonly code: string;
      /** As written for the eye before the code; says nothing that the code does not. */
      readonly label: string | undefined;
      readonly businessDate: string | undefined;
    }
  /** What the platform knows the appointment by. */
  | { readonly kind: 'appointment'; readonly code: string }
  | { readonly kind: 'case'; readonly number: string }
  | { readonly kind: 'licence'; readonly token: string }
  | { readonly kind: 'enrolment'; readonly code: string }
  | { readonly kind: 'unknown' };

/** Characters a code may consist of; a closed list, because rules come from configuration. */
export const CODE_ALPHABETS = ['digits', 'capitals-and-digits', 'base64url', 'visible'] as const;
export type CodeAlphabet = (typeof CODE_ALPHABETS)[number];

/** How a region writes one kind of code. Not a regular expression: a bad one would hold up the terminal. */
export type CodeShape = {
  /** Compared exactly; may be empty. */
  readonly startsWith: string;
  readonly alphabet: CodeAlphabet;
  /** Characters behind `startsWith`. */
  readonly minLength: number;
  readonly maxLength: number;
};

export type CodeRules = {
  /** What 蒙速办 shows on a phone (亮证). The region's app decides its form, so it is data. */
  readonly licences: readonly CodeShape[];
  /** Case numbers of local systems, besides the national form. */
  readonly cases: readonly CodeShape[];
};

/** The reference platform's licence codes and no local case numbers. */
export const DEFAULT_CODE_RULES: CodeRules = {
  licences: [{ startsWith: 'MSBZ1:', alphabet: 'base64url', minLength: 22, maxLength: 512 }],
  cases: [],
};

/** The number and its day stand before the code for whoever reads it on a phone (`B003 2026-11-21 MSB1:…`). */
const TICKET = /^(?:([A-Z]{1,2})(\d{3,5}) (\d{4}-\d{2}-\d{2}) )?(MSB1:[\w-]{22})$/;

/**
 * A code as the address of its page, as it stands on paper where phones reach the platform: a ticket's, a ticket's
 * with the appointment that was given for it, or an appointment's. Only the end counts: whatever host it names,
 * nothing is fetched from it here.
 */
const PAGE = /^https?:\/\/[\w.:[\]-]{1,255}(?:\/[\w.~-]{1,64}){0,8}\/(?:[ta]\/([\w-]{22})|a\/([\w-]{14}))$/;

/** As the platform gives it out, three groups of the letters that are not mistaken for another; or a region's own. */
const APPOINTMENT_GROUPS = /^(?:MSBA1:)?([A-HJ-NP-Z2-9]{4}(?:-[A-HJ-NP-Z2-9]{4}){2})$/;
const APPOINTMENT_TOKEN = /^MSBA1:[\w-]{22}$/;

/** Letters of an enrolment code: those that are not mistaken for another. */
const ENROLMENT_GROUPS = /^[A-HJ-NP-Z2-9]{4}(?:-[A-HJ-NP-Z2-9]{4}){3}$/;
/** Any one-time code, where who made the picture says that it is one. */
const ENROLMENT_NAMED = /^MSBE1:([A-Za-z0-9-]{6,64})$/;

/**
 * 办件编号: 实施编码 of 31 characters or 业务办理项 of 33, the day, and a serial of four or more; 50 at most.
 * The first 18 are a 统一社会信用代码 (GB 32100 has no I, O, S, V, Z), the 19th the level 1–6. Its check character
 * is not asked for: a printed symbol has a check of its own, and departments with a wrong one exist.
 */
const CASE_NUMBER = /^[0-9A-HJ-NP-RTUWXY]{18}[1-6][0-9A-Z]{12}(?:[0-9A-Z]{2})?(\d{8})\d{4,11}$/;
const MAX_CASE_NUMBER = 50;
const PLAIN_ITEM = 31;
const HANDLING_ITEM = 33;

const ALPHABETS: Readonly<Record<CodeAlphabet, RegExp>> = {
  digits: /^\d*$/,
  'capitals-and-digits': /^[0-9A-Z]*$/,
  base64url: /^[\w-]*$/,
  visible: /^[!-~]*$/,
};

/** Says what a scanned text is for, by its form alone; whether it is known, the platform says. */
export function sortCode(text: string, rules: CodeRules = DEFAULT_CODE_RULES): ScannedCode {
  const trimmed = text.trim();
  return (
    asTicket(trimmed) ??
    asPage(trimmed) ??
    asAppointment(trimmed) ??
    asEnrolment(trimmed) ??
    asLicence(trimmed, rules) ??
    asCase(trimmed, rules) ?? { kind: 'unknown' }
  );
}

function asTicket(text: string): ScannedCode | undefined {
  const found = TICKET.exec(text);
  if (found === null) return undefined;
  const [, prefix, number, businessDate, code = ''] = found;
  const labelled = prefix !== undefined && isDay(businessDate ?? '');
  return {
    kind: 'ticket',
    code,
    label: labelled ? `${prefix}${number}` : undefined,
    businessDate: labelled ? businessDate : undefined,
  };
}

function asPage(text: string): ScannedCode | undefined {
  const [, token, appointment] = PAGE.exec(text) ?? [];
  if (appointment !== undefined) return asAppointment(appointment);
  if (token === undefined) return undefined;
  return { kind: 'ticket', code: `MSB1:${token}`, label: undefined, businessDate: undefined };
}

function asAppointment(text: string): ScannedCode | undefined {
  const code = APPOINTMENT_GROUPS.exec(text)?.[1] ?? APPOINTMENT_TOKEN.exec(text)?.[0];
  return code === undefined ? undefined : { kind: 'appointment', code };
}

function asEnrolment(text: string): ScannedCode | undefined {
  const named = ENROLMENT_NAMED.exec(text)?.[1];
  if (named !== undefined) return { kind: 'enrolment', code: named };
  return ENROLMENT_GROUPS.test(text) ? { kind: 'enrolment', code: text } : undefined;
}

function asLicence(text: string, { licences }: CodeRules): ScannedCode | undefined {
  return licences.some((shape) => hasShape(text, shape)) ? { kind: 'licence', token: text } : undefined;
}

function asCase(text: string, { cases }: CodeRules): ScannedCode | undefined {
  const known = isNationalCaseNumber(text) || cases.some((shape) => hasShape(text, shape));
  return known ? { kind: 'case', number: text } : undefined;
}

function isNationalCaseNumber(text: string): boolean {
  if (text.length > MAX_CASE_NUMBER || !CASE_NUMBER.test(text)) return false;
  // Both lengths of item may fit the same text; one of them must have a day in its place.
  return [PLAIN_ITEM, HANDLING_ITEM].some((at) => {
    const serial = text.slice(at + 8);
    const day = `${text.slice(at, at + 4)}-${text.slice(at + 4, at + 6)}-${text.slice(at + 6, at + 8)}`;
    return isDay(day) && /^\d{4,}$/.test(serial);
  });
}

function hasShape(text: string, { startsWith, alphabet, minLength, maxLength }: CodeShape): boolean {
  if (!text.startsWith(startsWith)) return false;
  const rest = text.slice(startsWith.length);
  return rest.length >= minLength && rest.length <= maxLength && ALPHABETS[alphabet].test(rest);
}

/** A day of the calendar of this or the last century: any eight digits would be too easy a match. */
function isDay(text: string): boolean {
  if (!/^(?:19|20)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}
