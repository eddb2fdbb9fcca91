import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { startStopwatch } from '../platform/clock.ts';
import { AppError } from '../platform/errors.ts';
import type { EdgeAnswer } from '../tracking/edge/schema.ts';
import { answerEpisode, answerLink, answerPixel, type Arriving, type Edge } from '../tracking/edge/service.ts';
import { BARE_FIELDS } from './malformed-http.ts';
import { problemOf, STATUS_BY_CODE } from './problem.ts';

type Answerer = (edge: Edge, actor: 'public', arriving: Arriving) => Promise<EdgeAnswer>;

const METHODS = ['GET', 'HEAD'];
const PREFLIGHT: EdgeAnswer = {
  status: 204,
  headers: {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': METHODS.join(', '),
    'access-control-allow-headers': '*',
    'access-control-max-age': 86_400,
  },
};

/** Answers one request if it is to a public address of tracking; false when it is not. */
export type EdgeListener = (request: IncomingMessage, response: ServerResponse) => boolean;

function answererOf(url: string): Answerer | undefined {
  if (url.startsWith('/e/')) return answerEpisode;
  if (url.startsWith('/l/')) return answerLink;
  return url === '/i.gif' || url.startsWith('/i.gif?') ? answerPixel : undefined;
}

/** A failure as a problem document, for pages of any site. */
export function problemAnswer(error: AppError): EdgeAnswer {
  const status = STATUS_BY_CODE[error.code];
  const body = Buffer.from(JSON.stringify({ ...problemOf(error), status }));
  const headers = {
    ...BARE_FIELDS,
    'access-control-allow-origin': '*',
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
    ...(error.retryAfterSeconds === undefined ? {} : { 'retry-after': error.retryAfterSeconds }),
    ...(error.code === 'method_not_allowed' ? { allow: METHODS.join(', ') } : {}),
  };
  return { status, headers, body };
}

async function answerOf(edge: Edge, answerer: Answerer, request: IncomingMessage): Promise<EdgeAnswer> {
  if (request.method === 'OPTIONS') return PREFLIGHT;
  try {
    if (!METHODS.includes(request.method ?? ''))
      throw new AppError('method_not_allowed', `This address answers to ${METHODS.join(' and ')}, not to ${request.method}.`);
    return await answerer(edge, 'public', request);
  } catch (error) {
    if (error instanceof AppError) return problemAnswer(error);
    throw error;
  }
}

/**
 * Answers the public addresses of tracking, `/e/…`, `/i.gif` and `/l/…`, before anything else looks at the request: the address is taken
 * byte for byte, and nothing that belongs to pages and programs is in the way.
 */
export function edgeListener(edge: Edge, observe: (seconds: number, status: number) => void): EdgeListener {
  const answer = async (answerer: Answerer, request: IncomingMessage, response: ServerResponse) => {
    const seconds = startStopwatch();
    const { status, headers, body } = await answerOf(edge, answerer, request);
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
    observe(seconds(), status);
  };
  return (request, response) => {
    const answerer = answererOf(request.url ?? '');
    if (!answerer) return false;
    request.resume();
    answer(answerer, request, response).catch((error: unknown) => {
      edge.context.log.error({ err: error }, 'a public address could not be answered');
      if (!response.headersSent) response.writeHead(500, { 'content-length': 0, 'cache-control': 'no-store' });
      response.end();
    });
    return true;
  };
}

/** Puts a listener before what answers a server's requests so far. */
export function putBefore(server: Server, listen: EdgeListener): void {
  const others = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (listen(request, response)) return;
    for (const other of others) other.call(server, request, response);
  });
}
