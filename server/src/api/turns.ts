import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../platform/http.ts';
import { createTurns, type Turns } from '../platform/turns.ts';
import { noteWait } from './body.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Waits until it is the turn of this request's tenant, once. Nothing for a request without a tenant. */
    awaitTurn?: ((bodyBytes: number) => Promise<void>) | undefined;
  }
}

/** One small event weighs 1. */
const PER_TENANT = 4;
const WHOLE_WEIGHT = 8;
const MOST_WAITING = 4_096;
const BYTES_PER_WEIGHT = 2_048;
/** What is asked for without a body is read from the database. */
const WEIGHT_OF_READING = 2;
const ACTIVE_FOR_MS = 1_000;
const BURST_MS = 50;
const MOST_WAIT_MS = 10_000;
const MOST_MS = 1_000;

const weightOf = (bodyBytes: number) => (bodyBytes === 0 ? WEIGHT_OF_READING : 1 + Math.floor(bodyBytes / BYTES_PER_WEIGHT));

interface Asked {
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Whether nobody waits for an answer any more: whoever asked is gone, or was told that it takes too long. */
const isOver = ({ raw }: FastifyReply) => raw.destroyed || raw.writableEnded;

function waiter(turns: Turns, { request, reply }: Asked, onTurn: (end: () => void) => void): (bodyBytes: number) => Promise<void> {
  return async (bodyBytes) => {
    request.awaitTurn = undefined;
    const tenantId = request.actor?.tenantId;
    if (tenantId === undefined) return;
    const end = turns.take({ tenantId, lane: bodyBytes === 0 ? 'reading' : 'writing' }, weightOf(bodyBytes), () => isOver(reply));
    if (end instanceof Promise) noteWait(request);
    onTurn(await end);
  };
}

/**
 * Lets the tenants' requests take turns while more than one asks: of each only so many are worked on at a time. A turn is asked for once
 * the body is there and before it is read, so that a sender who is slow keeps nobody waiting, and ends with the answer.
 */
export function takeTurns(app: App): void {
  const turns = createTurns({
    perOwner: PER_TENANT,
    wholeWeight: WHOLE_WEIGHT,
    mostWaiting: MOST_WAITING,
    activeForMs: ACTIVE_FOR_MS,
    burstMs: BURST_MS,
    mostWaitMs: MOST_WAIT_MS,
    mostMs: MOST_MS,
  });
  const ends = new WeakMap<FastifyRequest, () => void>();
  app.decorateRequest('awaitTurn', undefined);
  app.addHook('onRequest', async (request, reply) => {
    request.awaitTurn = waiter(turns, { request, reply }, (end) => {
      ends.set(request, end);
      reply.raw.once('close', end);
    });
  });
  app.addHook('preValidation', async (request) => request.awaitTurn?.(0));
  app.addHook('onSend', async (request) => ends.get(request)?.());
}
