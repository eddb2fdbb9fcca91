import type { FastifyReply } from 'fastify';
import { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';

/** A connection on which nothing happens for 20 seconds is ended: before that whoever waits is told. */
const MOST_MS = 18_000;

function tooLate(method: string): AppError {
  const advice =
    method === 'GET' || method === 'HEAD'
      ? 'send it again shortly.'
      : 'it may be done all the same. Events and what carries an Idempotency-Key can be sent again as they are; of all else, look first.';
  return new AppError('unavailable', `This takes longer than an answer may take at the moment; ${advice}`, { retryAfterSeconds: 5 });
}

function answerLate(reply: FastifyReply, method: string): void {
  if (reply.sent || reply.raw.headersSent || reply.raw.destroyed) return;
  try {
    void reply.send(tooLate(method));
  } catch {
    // Its own error is just being answered.
  }
}

/**
 * Answers a request with `unavailable` once it was worked on for so long without an answer, instead of letting its connection end without
 * a word. The work itself goes on; what is sent again under the same id or key is not done twice. An answer that has begun may take longer.
 */
export function answerInTime(app: App, mostMs: number = MOST_MS): void {
  app.addHook('onRequest', async ({ method }, reply) => {
    const timer = setTimeout(() => answerLate(reply, method), mostMs);
    reply.raw.once('close', () => clearTimeout(timer));
  });
}
