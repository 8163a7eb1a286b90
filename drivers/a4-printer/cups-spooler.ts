import { request as httpRequest } from 'node:http';
import { userInfo } from 'node:os';
import { err, ok, type Result } from 'neverthrow';
import type { A4Spooler, SpoolerError } from './a4-printer.ts';
import { decodeIpp, encodeIpp, type IppAttribute, type IppGroup, type IppMessage } from './ipp-codec.ts';
import { jobFrom, numberOf, OPERATION, queueFrom, STATUS, textOf } from './ipp-meaning.ts';

export type CupsPlace =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  /** `/run/cups/cups.sock` */
  | { readonly kind: 'socket'; readonly path: string };

export type CupsOptions = {
  readonly place: CupsPlace;
  /** Whose jobs they are at the spooler; who runs the service, unless it is given. May throw: not every user has a name. */
  readonly userName?: () => string;
  /** Milliseconds for a question; handing over a document may take ten times as long. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 4000;
/** Whose jobs they are where who runs the service has no name (a user of a container, one that systemd makes up). */
const NAMELESS = 'mengsuban-terminal';
/** Answers name at most some hundred printers or jobs. */
const LARGEST_ANSWER_BYTES = 4 * 1024 * 1024;

const QUEUE_ATTRIBUTES = [
  'printer-name',
  'printer-info',
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
];

type Question = {
  readonly operation: number;
  readonly path: string;
  readonly attributes: readonly IppAttribute[];
  readonly job?: readonly IppAttribute[];
  readonly data?: Uint8Array;
};

/** before: nothing of the question left. after: it may have been heard. */
type AskError = { readonly kind: 'before' | 'after' } | { readonly kind: 'status'; readonly code: number };

/** CUPS, or any other server of IPP queues at `/printers/<name>`, over HTTP. */
export function createCupsSpooler(options: CupsOptions): A4Spooler {
  const { place, userName = () => userInfo().username, timeoutMs = TIMEOUT_MS } = options;
  let lastId = 0;

  const user = (): string => {
    try {
      return userName();
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown;
      return NAMELESS;
    }
  };

  const ask = async (question: Question, timeout = timeoutMs): Promise<Result<IppMessage, AskError>> => {
    lastId += 1;
    const requestId = lastId;
    const body = encodeIpp({
      code: question.operation,
      requestId,
      groups: [
        {
          kind: 'operation',
          // The order of the first two is prescribed (RFC 8011, 4.1.4).
          attributes: [
            { name: 'attributes-charset', kind: 'charset', values: ['utf-8'] },
            { name: 'attributes-natural-language', kind: 'language', values: ['zh-cn'] },
            ...question.attributes,
          ],
        },
        ...(question.job === undefined ? [] : [{ kind: 'job' as const, attributes: question.job }]),
      ],
      ...(question.data !== undefined && { data: question.data }),
    });
    const answer = await post(place, question.path, body, timeout, user());
    if (answer.isErr()) return err({ kind: answer.error });
    const decoded = decodeIpp(answer.value);
    if (decoded.isErr() || decoded.value.requestId !== requestId) return err({ kind: 'after' });
    const { code } = decoded.value;
    return code < STATUS.firstFailure ? ok(decoded.value) : err({ kind: 'status', code });
  };

  const pathOf = (queue: string) => `/printers/${encodeURIComponent(queue)}`;
  const target = (queue: string): IppAttribute[] => [
    { name: 'printer-uri', kind: 'uri', values: [`ipp://localhost${pathOf(queue)}`] },
    { name: 'requesting-user-name', kind: 'name', values: [user()] },
  ];
  const wanted = (names: readonly string[]): IppAttribute => ({
    name: 'requested-attributes',
    kind: 'keyword',
    values: names,
  });
  const ofJob = (queue: string, jobId: string): IppAttribute[] => {
    const [uri, ...rest] = target(queue);
    const id: IppAttribute = { name: 'job-id', kind: 'integer', values: [Number(jobId)] };
    return [...(uri === undefined ? [] : [uri]), id, ...rest];
  };

  const queue: A4Spooler['queue'] = async (name) => {
    const answer = await ask({
      operation: OPERATION.getPrinterAttributes,
      path: pathOf(name),
      attributes: [...target(name), wanted(QUEUE_ATTRIBUTES)],
    });
    return answer.mapErr(plain).andThen((message) => {
      const found = groupsOf(message, 'printer').flatMap((group) => queueFrom(group) ?? []);
      return found[0] === undefined ? err('missing' as const) : ok(found[0]);
    });
  };

  /** The newest job of that title, for an answer that never came. */
  const jobNamed = async (name: string, title: string): Promise<Result<string | undefined, SpoolerError>> => {
    for (const which of ['not-completed', 'completed']) {
      const answer = await ask({
        operation: OPERATION.getJobs,
        path: pathOf(name),
        attributes: [
          ...target(name),
          { name: 'which-jobs', kind: 'keyword', values: [which] },
          wanted(['job-id', 'job-name']),
        ],
      });
      if (answer.isErr()) return err(plain(answer.error));
      const jobs = groupsOf(answer.value, 'job').filter(
        ({ attributes }) => textOf(attributes.get('job-name')) === title,
      );
      const ids = jobs.flatMap(({ attributes }) => numberOf(attributes.get('job-id')) ?? []);
      if (ids.length > 0) return ok(String(Math.max(...ids)));
    }
    return ok(undefined);
  };

  const submit: A4Spooler['submit'] = async (name, pdf, title) => {
    const question: Question = {
      operation: OPERATION.printJob,
      path: pathOf(name),
      attributes: [
        ...target(name),
        { name: 'job-name', kind: 'name', values: [title] },
        { name: 'document-format', kind: 'mimeType', values: ['application/pdf'] },
      ],
      job: [{ name: 'media', kind: 'keyword', values: ['iso_a4_210x297mm'] }],
      data: pdf,
    };
    const answer = await ask(question, timeoutMs * 10);
    if (answer.isOk()) {
      const id = groupsOf(answer.value, 'job').flatMap(
        ({ attributes }) => numberOf(attributes.get('job-id')) ?? [],
      )[0];
      return id === undefined ? err('unknown') : ok(String(id));
    }
    if (answer.error.kind !== 'after') return err(plain(answer.error));
    const found = await jobNamed(name, title);
    if (found.isErr()) return err('unknown');
    return found.value === undefined ? err('refused') : ok(found.value);
  };

  return {
    description: place.kind === 'tcp' ? `ipp://${place.host}:${place.port}` : place.path,
    queue,
    submit,
    queues: async () => {
      const answer = await ask({
        operation: OPERATION.cupsGetPrinters,
        path: '/',
        attributes: [wanted(QUEUE_ATTRIBUTES)],
      });
      // CUPS says so when it has no printer at all.
      if (answer.isErr() && answer.error.kind === 'status' && answer.error.code === STATUS.notFound)
        return ok([]);
      return answer
        .mapErr(plain)
        .map((message) => groupsOf(message, 'printer').flatMap((group) => queueFrom(group) ?? []));
    },
    job: async (name, jobId) => {
      const answer = await ask({
        operation: OPERATION.getJobAttributes,
        path: pathOf(name),
        attributes: [...ofJob(name, jobId), wanted(['job-state', 'job-state-reasons'])],
      });
      if (answer.isErr()) {
        const gone = answer.error.kind === 'status' && answer.error.code === STATUS.notFound;
        return gone ? ok('gone') : err(plain(answer.error));
      }
      const report = groupsOf(answer.value, 'job').flatMap((group) => jobFrom(group) ?? [])[0];
      return report === undefined ? err('refused') : ok(report);
    },
    cancel: async (name, jobId) => {
      const answer = await ask({
        operation: OPERATION.cancelJob,
        path: pathOf(name),
        attributes: ofJob(name, jobId),
      });
      // Not possible: it has ended already, which `job` tells.
      if (answer.isErr() && answer.error.kind === 'status' && answer.error.code === STATUS.notPossible)
        return ok();
      return answer.mapErr(plain).map(() => undefined);
    },
  };
}

function groupsOf(message: IppMessage, kind: IppGroup['kind']): IppGroup[] {
  return message.groups.filter((group) => group.kind === kind);
}

function plain(error: AskError): SpoolerError {
  if (error.kind !== 'status') return 'unreachable';
  return error.code === STATUS.notFound ? 'missing' : 'refused';
}

/** Posts a message and gives the answer's body; says whether the request may have been heard when it fails. */
function post(
  place: CupsPlace,
  path: string,
  body: Uint8Array,
  timeoutMs: number,
  user: string,
): Promise<Result<Uint8Array, 'before' | 'after'>> {
  return new Promise((resolve) => {
    let sent = false;
    const fail = () => resolve(err(sent ? 'after' : 'before'));
    const to =
      place.kind === 'tcp'
        ? { host: place.host, port: place.port, headers: {} }
        : // CUPS knows by the socket who asks; this says that it may look.
          { socketPath: place.path, headers: { host: 'localhost', authorization: `PeerCred ${user}` } };
    const request = httpRequest(
      {
        ...to,
        path,
        method: 'POST',
        headers: { ...to.headers, 'content-type': 'application/ipp', 'content-length': body.length },
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          chunks.push(chunk);
          if (length > LARGEST_ANSWER_BYTES) request.destroy(new Error('the answer is too long'));
        });
        response.on('error', fail);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(ok(new Uint8Array(Buffer.concat(chunks))));
          else fail();
        });
      },
    );
    // Connected: from now on bytes may have arrived.
    request.on('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => void (sent = true));
      else sent = true;
    });
    request.on('error', fail);
    request.end(body);
  });
}
