import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { CupsPlace } from './cups-spooler.ts';
import {
  decodeIpp,
  encodeIpp,
  type IppAttribute,
  type IppGroupKind,
  type IppMessage,
  type IppValue,
} from './ipp-codec.ts';
import { JOB_STATE, numberOf, OPERATION, PRINTER_STATE, STATUS, textOf } from './ipp-meaning.ts';

/**
 * What goes wrong with the next answer to an operation.
 * - drop: the line ends without it, though the operation was done
 * - refused: the spooler says that it is busy with something else, and does nothing
 * - silent: it never comes, and nothing is done
 * - garbage: bytes that are no message
 * - cut: it ends in the middle
 * - http: an error of the web server
 */
export type IppFault = 'drop' | 'refused' | 'silent' | 'garbage' | 'cut' | 'http';

export type EmulatedJob = {
  readonly id: number;
  readonly title: string;
  readonly pdf: Uint8Array;
  readonly state: number;
  readonly reasons: readonly string[];
};

export type IppEmulatorOptions = {
  readonly queue?: string;
  /** A Unix socket instead of a TCP port. */
  readonly socketPath?: string;
  /** Milliseconds that a job prints. */
  readonly printingMs?: number;
};

/** A spooler with one queue: a real HTTP server that speaks IPP. */
export type IppEmulator = {
  readonly place: CupsPlace;
  readonly queue: string;
  /** `media-empty-warning` and the like; a job that prints stands still while there is any that stops it. */
  readonly setReasons: (...reasons: string[]) => void;
  /** Stops the queue, as an administrator or an error policy does. */
  readonly setStopped: (stopped: boolean) => void;
  readonly spoil: (operation: keyof typeof OPERATION, fault: IppFault) => void;
  readonly jobs: () => readonly EmulatedJob[];
  /**
   * Puts a job into a state. CUPS aborts what it cannot print; it also goes on calling a job printing whose network
   * printer is switched off.
   */
  readonly setJob: (jobId: string, state: 'processing' | 'aborted' | 'completed') => void;
  /** Forgets all jobs. */
  readonly purge: () => void;
  readonly stop: () => Promise<void>;
};

type Job = { -readonly [Key in keyof EmulatedJob]: EmulatedJob[Key] };

/** Reasons with which a printer prints on. */
const HARMLESS = /^(none|.*-low.*|connecting-to-device.*|cups-waiting-for-job-completed)$/;

export async function startIppEmulator(options: IppEmulatorOptions = {}): Promise<IppEmulator> {
  const { queue = 'hall-a4', socketPath, printingMs = 50 } = options;
  let reasons: readonly string[] = [];
  let stopped = false;
  let jobs: Job[] = [];
  let lastId = 0;
  const spoiled = new Map<number, IppFault>();

  const hindered = () => stopped || reasons.some((reason) => !HARMLESS.test(reason));
  const work = setInterval(() => {
    const job = jobs.find(({ state }) => state < JOB_STATE.canceled);
    if (job === undefined || stopped) return;
    if (job.state === JOB_STATE.pending) job.state = JOB_STATE.processing;
    else if (!hindered()) [job.state, job.reasons] = [JOB_STATE.completed, ['job-completed-successfully']];
  }, printingMs / 2);

  const printer = (): IppAttribute[] => [
    { name: 'printer-name', kind: 'name', values: [queue] },
    { name: 'printer-info', kind: 'text', values: ['大厅 A4 打印机'] },
    {
      name: 'printer-state',
      kind: 'enum',
      values: [
        stopped
          ? PRINTER_STATE.stopped
          : jobs.some(({ state }) => state === JOB_STATE.processing)
            ? PRINTER_STATE.processing
            : PRINTER_STATE.idle,
      ],
    },
    { name: 'printer-state-reasons', kind: 'keyword', values: reasons.length > 0 ? reasons : ['none'] },
    { name: 'printer-is-accepting-jobs', kind: 'boolean', values: [true] },
  ];
  const described = ({ id, title, state, reasons: why }: Job): IppAttribute[] => [
    { name: 'job-id', kind: 'integer', values: [id] },
    { name: 'job-name', kind: 'name', values: [title] },
    { name: 'job-state', kind: 'enum', values: [state] },
    { name: 'job-state-reasons', kind: 'keyword', values: why.length > 0 ? why : ['none'] },
  ];

  type Answer = { code: number; groups?: { kind: IppGroupKind; attributes: IppAttribute[] }[] };
  const known = (job: Job | undefined, act: (job: Job) => Answer): Answer =>
    job === undefined ? { code: STATUS.notFound } : act(job);

  const answerTo = (message: IppMessage): Answer => {
    const asked =
      message.groups.find(({ kind }) => kind === 'operation')?.attributes ?? new Map<string, IppValue[]>();
    if (textOf(asked.get('attributes-charset')) !== 'utf-8') return { code: STATUS.badRequest };
    const uri = textOf(asked.get('printer-uri')) ?? '';
    const anyQueue = message.code === OPERATION.cupsGetPrinters;
    if (!anyQueue && !uri.endsWith(`/printers/${queue}`)) return { code: STATUS.notFound };
    const job = jobs.find(({ id }) => id === numberOf(asked.get('job-id')));
    switch (message.code) {
      case OPERATION.getPrinterAttributes:
      case OPERATION.cupsGetPrinters:
        return { code: STATUS.ok, groups: [{ kind: 'printer', attributes: printer() }] };
      case OPERATION.printJob: {
        if (textOf(asked.get('document-format')) !== 'application/pdf') return { code: STATUS.unknownFormat };
        lastId += 1;
        const title = textOf(asked.get('job-name')) ?? 'untitled';
        const added: Job = { id: lastId, title, pdf: message.data, state: JOB_STATE.pending, reasons: [] };
        jobs.push(added);
        return { code: STATUS.ok, groups: [{ kind: 'job', attributes: described(added) }] };
      }
      case OPERATION.getJobs: {
        const completed = textOf(asked.get('which-jobs')) === 'completed';
        const listed = jobs.filter(({ state }) => state >= JOB_STATE.canceled === completed);
        return {
          code: STATUS.ok,
          groups: listed.map((each) => ({ kind: 'job', attributes: described(each) })),
        };
      }
      case OPERATION.getJobAttributes:
        return known(job, (found) => ({
          code: STATUS.ok,
          groups: [{ kind: 'job', attributes: described(found) }],
        }));
      case OPERATION.cancelJob:
        return known(job, (found) => {
          if (found.state >= JOB_STATE.canceled) return { code: STATUS.notPossible };
          [found.state, found.reasons] = [JOB_STATE.canceled, ['job-canceled-by-user']];
          return { code: STATUS.ok };
        });
      default:
        return { code: STATUS.unsupportedOperation };
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const decoded = decodeIpp(new Uint8Array(Buffer.concat(chunks)));
    if (request.headers['content-type'] !== 'application/ipp' || decoded.isErr()) {
      response.writeHead(400).end();
      return;
    }
    const message = decoded.value;
    const fault = spoiled.get(message.code);
    spoiled.delete(message.code);
    if (fault === 'silent') return;
    if (fault === 'http') {
      response.writeHead(503).end();
      return;
    }
    const { code, groups = [] } = fault === 'refused' ? { code: 0x0507 } : answerTo(message);
    const bytes = encodeIpp({
      code,
      requestId: message.requestId,
      groups: [
        {
          kind: 'operation',
          attributes: [
            { name: 'attributes-charset', kind: 'charset', values: ['utf-8'] },
            { name: 'attributes-natural-language', kind: 'language', values: ['zh-cn'] },
          ],
        },
        ...groups,
      ],
    });
    if (fault === 'drop') {
      request.socket.destroy();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/ipp' });
    if (fault === 'garbage') response.end(bytes.toReversed());
    else if (fault === 'cut') response.end(bytes.subarray(0, bytes.length - 5));
    else response.end(bytes);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  server.listen(socketPath ?? { host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  let closing: Promise<unknown> | undefined;
  return {
    queue,
    place:
      socketPath === undefined
        ? { kind: 'tcp', host: '127.0.0.1', port }
        : { kind: 'socket', path: socketPath },
    setReasons: (...next) => {
      reasons = next;
    },
    setStopped: (next) => {
      stopped = next;
    },
    spoil: (operation, fault) => void spoiled.set(OPERATION[operation], fault),
    jobs: () => jobs,
    setJob: (jobId, state) => {
      for (const job of jobs) if (String(job.id) === jobId) job.state = JOB_STATE[state];
    },
    purge: () => {
      jobs = [];
    },
    stop: async () => {
      clearInterval(work);
      closing ??= new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closing;
      if (socketPath !== undefined) rmSync(socketPath, { force: true });
    },
  };
}
