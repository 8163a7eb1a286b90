/**
 * Every event the service can log, with the level and the typed fields of each. There is no free text: what is
 * not a field of an event cannot be logged, and no kind of field takes a person's name or number.
 *
 * Kinds of fields:
 * - `count`: a number
 * - `flag`: a boolean
 * - `word`: a code, an identifier or an instant; printable ASCII without spaces, at most 120 characters
 * - `path`: a file or a device path
 * - `sentence`: what a driver or the operating system says of a line or a device
 */
export type FieldKind = 'count' | 'flag' | 'word' | 'path' | 'sentence';

type EventLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

type Event<Fields extends Readonly<Record<string, FieldKind>>> = {
  readonly level: EventLevel;
  readonly meaning: string;
  readonly fields: Fields;
};

function event<const Fields extends Readonly<Record<string, FieldKind>>>(
  level: EventLevel,
  meaning: string,
  fields: Fields,
): Event<Fields> {
  return { level, meaning, fields };
}

export const events = {
  // the process
  'service.starting': event('info', 'The service process has begun', { version: 'word', pid: 'count' }),
  'service.serving': event('info', 'The page can be opened', { port: 'count', milliseconds: 'count' }),
  'service.not-started': event('fatal', 'The page cannot be served: the port cannot be had', {
    code: 'word',
    port: 'count',
  }),
  'service.stopping': event('info', 'The service was asked to stop', { cause: 'word' }),
  'service.stopped': event('info', 'Everything is settled and closed', {}),
  'service.defect': event('fatal', 'An exception nobody expected: the service ends', {
    error: 'word',
    at: 'path',
  }),
  'failure.shown': event('warn', 'A failure was shown with a reference', {
    code: 'word',
    place: 'word',
    reference: 'word',
  }),
  // configuration
  'configuration.read': event('info', 'The configuration is in force', { file: 'path', devices: 'count' }),
  'configuration.invalid': event('error', 'The configuration cannot be used', {
    file: 'path',
    line: 'count',
    field: 'word',
    problem: 'word',
  }),
  // storage
  'storage.opened': event('info', 'The database is open', { file: 'path', migrations: 'count' }),
  'storage.kept-before': event('info', 'The database was copied before its schema changes', { file: 'path' }),
  'storage.copy-stays': event('warn', 'An old copy of the database could not be removed', { file: 'path' }),
  'storage.damaged': event('error', 'The database was damaged and has been laid aside', {
    file: 'path',
    aside: 'path',
    reason: 'word',
  }),
  'storage.recovered': event('warn', 'Rows taken over from a damaged database', {
    table: 'word',
    rows: 'count',
  }),
  'storage.failed': event('error', 'A transaction could not be written', { code: 'word', sqlite: 'word' }),
  // keys and personal data
  'keys.made': event('info', 'A new sealing key was made', { keyId: 'word' }),
  'keys.rights-mended': event('warn', 'A key could be read by others; its rights were narrowed', {
    file: 'path',
    mode: 'word',
  }),
  'personal-data.unsealed': event('info', 'Sealed personal data was opened', {
    purpose: 'word',
    table: 'word',
    column: 'word',
  }),
  // the session
  'session.started': event('info', 'A citizen has begun', { session: 'word', language: 'word' }),
  'session.ended': event('info', 'A session was wiped', {
    session: 'word',
    reason: 'word',
    seconds: 'count',
  }),
  // identity
  'identity.read': event('info', 'A card was read', { cardKind: 'word' }),
  'identity.failed': event('warn', 'A card could not be read', { code: 'word' }),
  // codes
  'code.read': event('info', 'A code was scanned in a session', { kind: 'word' }),
  // devices
  'device.recorded': event('warn', 'What passes over the line of a device is recorded', {
    device: 'word',
    file: 'path',
  }),
  'device.not-recorded': event('error', 'The recording of a device has ended', {
    device: 'word',
    detail: 'sentence',
  }),
  'device.unfit': event('error', 'A device cannot be used: its profile is wrong', {
    device: 'word',
    file: 'path',
    line: 'count',
    field: 'word',
    problem: 'word',
  }),
  'device.state': event('info', 'A device changed its state', {
    device: 'word',
    state: 'word',
    fault: 'word',
    detail: 'sentence',
  }),
  // the hall, its queues and the paper
  'hall.stored': event('info', 'A newer hall document is in force', { hall: 'word', version: 'count' }),
  'hall.rejected': event('error', 'A hall document does not fit together; the last one stays', {
    problem: 'word',
  }),
  'ticket.issued': event('info', 'A ticket was saved', { ticket: 'word', queue: 'word', number: 'count' }),
  'ticket.cancelled': event('info', 'A ticket was given back', { ticket: 'word' }),
  'ticket.looked-for': event('info', 'Tickets of other terminals were asked for', {
    by: 'word',
    outcome: 'word',
    found: 'count',
  }),
  'ticket.standing-asked': event('info', 'The platform was asked how a ticket of this terminal stands', {
    ticket: 'word',
    answered: 'flag',
  }),
  'ticket.copied': event('info', 'A ticket of another terminal was printed again', { ticket: 'word' }),
  'appointments.asked': event('info', 'Appointments of a card or code were asked for', {
    by: 'word',
    outcome: 'word',
    found: 'count',
  }),
  'appointment.slip': event('info', 'When to come was put on paper for somebody', { slip: 'word' }),
  'materials.listed': event('info', 'What is missing was put on a list for somebody', {
    list: 'word',
    missing: 'count',
  }),
  'help.state': event('info', 'How a call for help stands', { help: 'word', state: 'word' }),
  'print.state': event('info', 'A print job changed its state', {
    job: 'word',
    paper: 'word',
    state: 'word',
    reason: 'word',
    proof: 'word',
  }),
  'print.output': event('info', 'What became of a receipt that the printer held out', {
    paper: 'word',
    output: 'word',
  }),
  'print.unprintable': event('warn', 'Different characters of a receipt that show as 〓 on paper', {
    device: 'word',
    characters: 'count',
  }),
  'print.font-missing': event('warn', 'Why hanzi that stand outside a printer’s own font cannot be drawn', {
    device: 'word',
    detail: 'sentence',
  }),
  'print.not-saved': event('error', 'The state of a print job could not be saved yet', {
    job: 'word',
    code: 'word',
  }),
  // the platform
  'platform.enrolled': event('info', 'The platform has taken this terminal in', {
    terminal: 'word',
    hall: 'word',
  }),
  'platform.state': event('info', 'The link to the platform changed its state', {
    state: 'word',
    reason: 'word',
  }),
  'platform.call-failed': event('warn', 'The platform did not do what was asked', {
    procedure: 'word',
    code: 'word',
    kind: 'word',
    detail: 'word',
  }),
  'platform.clock-difference': event('warn', "The platform's clock differs from this one", {
    milliseconds: 'count',
  }),
  'leases.received': event('info', 'Numbers were leased', { leases: 'count', numbers: 'count' }),
  'leases.discarded': event('warn', 'Leased numbers were given up', { leases: 'count', cause: 'word' }),
  'outbox.refused': event('error', 'The platform refused a record; it is kept', {
    key: 'word',
    reason: 'word',
  }),
  'outbox.restored': event('warn', "Today's tickets whose record was lost are told to the platform again", {
    records: 'count',
  }),
  'outbox.damaged': event('error', 'A saved record cannot be read; it is kept', { key: 'word' }),
  // the administrator
  'administration.first-pin': event('info', 'The number for the first use was made', { file: 'path' }),
  'administration.pin-set': event('info', 'A new PIN counts', {}),
  'administration.refused': event('warn', 'A wrong PIN was given', { wrong: 'count', waitSeconds: 'count' }),
  'administration.entered': event('info', "The administrator's page was opened", { firstUse: 'flag' }),
  'administration.left': event('info', "The administrator's page was closed", { reason: 'word' }),
  'administration.device-saved': event('info', 'A device was written into the configuration', {
    device: 'word',
    class: 'word',
    model: 'word',
    path: 'path',
    baudRate: 'count',
  }),
  'administration.device-removed': event('info', 'A device was taken out of the configuration', {
    device: 'word',
  }),
  'administration.recording': event('warn', 'The administrator began or ended the recording of a device', {
    device: 'word',
    on: 'flag',
  }),
  'administration.not-saved': event('error', 'The configuration could not be written', {
    file: 'path',
    code: 'word',
    error: 'word',
  }),
  'administration.tested': event('info', 'A device was tried', {
    device: 'word',
    passed: 'flag',
    failure: 'word',
  }),
  'administration.learned': event('info', "A rating pad's keys were learned, or not", {
    model: 'word',
    outcome: 'word',
  }),
  'administration.self-tested': event('info', 'The terminal has tested itself', {
    passed: 'count',
    failed: 'count',
    paper: 'word',
  }),
  'administration.place-asked': event('info', 'A place was asked what is there', {
    kind: 'word',
    path: 'path',
    state: 'word',
    class: 'word',
  }),
  // the page
  'page.connected': event('info', 'A page has opened its connection', { connections: 'count' }),
  'page.refused-input': event('warn', 'The page sent what the contract does not allow', {
    procedure: 'word',
  }),
} as const satisfies Readonly<Record<string, Event<Readonly<Record<string, FieldKind>>>>>;

export type EventName = keyof typeof events;

type FieldValue<Kind extends FieldKind> = Kind extends 'count'
  ? number
  : Kind extends 'flag'
    ? boolean
    : string;

export type EventFields<Name extends EventName> = {
  readonly [Field in keyof (typeof events)[Name]['fields']]: (typeof events)[Name]['fields'][Field] extends FieldKind
    ? FieldValue<(typeof events)[Name]['fields'][Field]>
    : never;
};
