import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import { errorPage, PAGE_STYLE_SOURCE } from './pages.ts';

/** A request to sign somebody in or out with all its parameters; the protocol's own forms may be longer. */
const FORM_BYTES = 8 * 1_024;

/** The answer to what a person cannot go on with. */
const STATUS: Partial<Record<ErrorCode, number>> = { not_found: 404, invalid_request: 400, too_large: 413 };

async function readForm(payload: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > FORM_BYTES) throw new AppError('too_large', 'The form is larger than 8 KiB; send only what the page holds.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The page may send its form here and, after the decision, on to the program; it runs no script and loads nothing. */
export function showPage(reply: FastifyReply, html: string, formTarget = ''): FastifyReply {
  const actions = `form-action 'self' ${formTarget}`;
  const policy = `default-src 'none'; style-src ${PAGE_STYLE_SOURCE}; ${actions}; frame-ancestors 'none'; base-uri 'none'`;
  reply.raw.removeHeader('content-security-policy');
  return reply.header('content-security-policy', policy).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}

/** Whom the failure concerns sees a page; a program never comes here. */
function showFailure(error: unknown, reply: FastifyReply): FastifyReply {
  if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
  return showPage(reply.code(STATUS[error.code] ?? 403), errorPage(error.message));
}

/** Routes for people: forms of 8 KiB at most reach the handler as text, and what goes wrong is a page. */
export function addPages(app: App, add: (scope: App) => void): void {
  void app.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', async (_request: FastifyRequest, payload: Readable) =>
      readForm(payload),
    );
    scope.setErrorHandler((error, _request, reply) => showFailure(error, reply));
    add(scope);
  });
}

/** The address that says what a form said: the form of another site comes without the session, an address is asked for from here. */
export function addressOf(path: string, body: unknown): string {
  return `${path}?${new URLSearchParams(typeof body === 'string' ? body : '').toString()}`;
}

/** The fields of a form, each once; undefined for a form that repeats one. */
export function fieldsOf(body: unknown): Record<string, string> | undefined {
  const fields = [...new URLSearchParams(typeof body === 'string' ? body : '')];
  const unique = Object.fromEntries(fields);
  return Object.keys(unique).length === fields.length ? unique : undefined;
}
