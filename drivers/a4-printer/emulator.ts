import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createWaitingFaults } from '../emulation/faulty-lane.ts';
import type { WireFault } from '../emulation/wire-fault.ts';
import type { CupsPlace } from './cups-spooler.ts';
import { answerSpoiled } from './emulated-answer.ts';
import { type EmulatedJob, jobAttributes, printerAttributes } from './emulated-queue.ts';
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
 * What goes wrong with the next answer to one operation; faults of the wire, which take the next answer whatever it
 * is, are `spoilWire`'s.
 * - drop: the line ends without it, though the operation was done
 * - refused: the spooler says that it is busy with something else, and does nothing
 * - silent: it never comes, and nothing is done
 * - garbage: bytes that are no message
 * - cut: it ends in the middle
 * - http: an error of the web server
 */
export type IppFault = 'drop' | 'refused' | 'silent' | 'garbage' | 'cut' | 'http';

export type IppEmulatorOptions = {
  readonly queue?: string;
  /** A Unix socket instead of a TCP port. */
  readonly socketPath?: string;
  /** 0 lets the system choose. */
  readonly port?: number;
  /** Milliseconds that a job prints. */
  readonly printingMs?: number;
  /** For garbage on the wire; numbers in [0, 1). */
  readonly random?: () => number;
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
  /** Spoils the next answers byte by byte, their HTTP heads too. */
  readonly spoilWire: (fault: WireFault, times?: number) => void;
  /** The faults of the wire that still wait are taken back. */
  readonly forgive: () => void;
  readonly jobs: () => readonly EmulatedJob[];
  /** Called after each change of a job. */
  readonly onChange: (listener: () => void) => () => void;
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
  const {
    queue = 'hall-a4',
    socketPath,
    port: wishedPort = 0,
    printingMs = 50,
    random = Math.random,
  } = options;
  let reasons: readonly string[] = [];
  let stopped = false;
  let jobs: Job[] = [];
  let lastId = 0;
  const spoiled = new Map<number, IppFault>();
  const faults = createWaitingFaults();
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };

  const hindered = () => stopped || reasons.some((reason) => !HARMLESS.test(reason));
  const work = setInterval(() => {
    const job = jobs.find(({ state }) => state < JOB_STATE.canceled);
    if (job === undefined || stopped) return;
    if (job.state === JOB_STATE.pending) job.state = JOB_STATE.processing;
    else if (hindered()) return;
    else [job.state, job.reasons] = [JOB_STATE.completed, ['job-completed-successfully']];
    changed();
  }, printingMs / 2);

  const printer = () => printerAttributes(queue, printerState(), reasons);
  const printerState = () => {
    if (stopped) return PRINTER_STATE.stopped;
    return jobs.some(({ state }) => state === JOB_STATE.processing)
      ? PRINTER_STATE.processing
      : PRINTER_STATE.idle;
  };

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
        changed();
        return { code: STATUS.ok, groups: [{ kind: 'job', attributes: jobAttributes(added) }] };
      }
      case OPERATION.getJobs: {
        const completed = textOf(asked.get('which-jobs')) === 'completed';
        const listed = jobs.filter(({ state }) => state >= JOB_STATE.canceled === completed);
        return {
          code: STATUS.ok,
          groups: listed.map((each) => ({ kind: 'job', attributes: jobAttributes(each) })),
        };
      }
      case OPERATION.getJobAttributes:
        return known(job, (found) => ({
          code: STATUS.ok,
          groups: [{ kind: 'job', attributes: jobAttributes(found) }],
        }));
      case OPERATION.cancelJob:
        return known(job, (found) => {
          if (found.state >= JOB_STATE.canceled) return { code: STATUS.notPossible };
          [found.state, found.reasons] = [JOB_STATE.canceled, ['job-canceled-by-user']];
          changed();
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
    const onWire = faults.next();
    if (onWire !== undefined) {
      answerSpoiled(request.socket, bytes, onWire, random);
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
  server.listen(socketPath ?? { host: '127.0.0.1', port: wishedPort });
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
    setReasons: (...next) => void (reasons = next),
    setStopped: (next) => void (stopped = next),
    spoil: (operation, fault) => void spoiled.set(OPERATION[operation], fault),
    spoilWire: faults.add,
    forgive: faults.forgive,
    jobs: () => jobs,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setJob: (jobId, state) => {
      for (const job of jobs) if (String(job.id) === jobId) job.state = JOB_STATE[state];
      changed();
    },
    purge: () => {
      jobs = [];
      changed();
    },
    stop: async () => {
      clearInterval(work);
      listeners.clear();
      closing ??= new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closing;
      if (socketPath !== undefined) rmSync(socketPath, { force: true });
    },
  };
}
