import { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';

/** A connection on which nothing happens for 20 seconds is ended: before that whoever waits is told. */
const MOST_MS = 18_000;

/**
 * Answers a request with `unavailable` once it was worked on for so long without an answer, instead of letting its connection end without
 * a word. The work itself goes on; what is sent again under the same id or key is not done twice. An answer that has begun may take longer.
 */
export function answerInTime(app: App, mostMs: number = MOST_MS): void {
  app.addHook('onRequest', async (_request, reply) => {
    const timer = setTimeout(() => {
      if (reply.sent || reply.raw.headersSent || reply.raw.destroyed) return;
      const message = 'This takes longer than an answer may take at the moment; send it again shortly.';
      void reply.send(new AppError('unavailable', message, { retryAfterSeconds: 5 }));
    }, mostMs);
    reply.raw.once('close', () => clearTimeout(timer));
  });
}
