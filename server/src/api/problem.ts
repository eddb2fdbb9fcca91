import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode, isLimit } from '../platform/errors.ts';
import { codeOf, isDiskFull, isUnavailable } from '../platform/unavailable.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The refusal of a quota or limit that it was answered with. */
    refusal?: AppError | undefined;
  }
}

/** The one place where a code becomes an HTTP status. */
export const STATUS_BY_CODE: Record<ErrorCode, number> = {
  malformed_request: 400,
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  idempotency_key_reused: 422,
  rate_limited: 429,
  step_up_required: 403,
  quota_exceeded: 429,
  spend_limit_reached: 402,
  suspended: 403,
  unavailable: 503,
};

const TITLES: Record<ErrorCode, string> = {
  malformed_request: 'The request cannot be read',
  invalid_request: 'The request is not valid',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Not to be used so',
  conflict: 'In conflict with what is stored',
  precondition_failed: 'Not as the request requires',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  idempotency_key_reused: 'Idempotency-Key used for something else',
  rate_limited: 'Too many requests',
  step_up_required: 'Prove once more that it is you',
  quota_exceeded: 'Quota used up',
  spend_limit_reached: 'Limit on spending reached',
  suspended: 'Suspended',
  unavailable: 'Not available at the moment',
};

const BY_FASTIFY_CODE: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send the body as JSON with "Content-Type: application/json".'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', 'The body is larger than this address takes.'],
  FST_ERR_BAD_URL: ['malformed_request', 'The address is not well formed.'],
  FST_ERR_MAX_PARAM_LENGTH: ['malformed_request', 'A part of the address is too long.'],
};

/** SQLSTATEs of a value that no column takes: too long, out of range, not storable as text, against a check, too large for an index. */
const UNSTORABLE = /^(22001|22003|22007|22008|22021|22P05|23514|54000)$/;

/** The words for a value that only the database refused; checks of ours should have refused it before, with better ones. */
export const UNSTORABLE_DETAIL = 'A value lies outside what the database takes; send a shorter or smaller one.';

function diskFull(cause: unknown): AppError {
  const message = 'A disk of this installation is full, so nothing was stored. Its operator must make room; then send the same again.';
  return new AppError('unavailable', message, { cause, retryAfterSeconds: 30 });
}

/** Any failure as the public error it is answered with; undefined for a fault of ours, which stays opaque. */
export function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return isDiskFull(error.cause) ? diskFull(error.cause) : error;
  if (!(error instanceof Error)) return undefined;
  if (isDiskFull(error)) return diskFull(error);
  if (isUnavailable(error)) {
    return new AppError('unavailable', 'The database cannot be reached at the moment; try again shortly.', {
      cause: error,
      retryAfterSeconds: 5,
    });
  }
  if (UNSTORABLE.test(codeOf(error))) return new AppError('invalid_request', UNSTORABLE_DETAIL, { cause: error });
  const fastify = error as FastifyError;
  const known = BY_FASTIFY_CODE[fastify.code];
  if (known) return new AppError(known[0], known[1], { cause: error });
  if (fastify.statusCode !== undefined && fastify.statusCode >= 400 && fastify.statusCode < 500) {
    return new AppError('malformed_request', 'The request cannot be read.', { cause: error });
  }
  return undefined;
}

/** The problem document of an error (RFC 9457). */
export function problemOf(error: AppError): Record<string, unknown> {
  return {
    type: `urn:earshot:problem:${error.code}`,
    title: TITLES[error.code],
    status: STATUS_BY_CODE[error.code],
    code: error.code,
    detail: error.message,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
    ...error.extensions,
  };
}

const OPAQUE = {
  type: 'about:blank',
  title: 'Internal error',
  status: 500,
  code: 'internal',
  detail: 'Something failed on our side. It was logged; try again, and tell the operator this requestId if it stays.',
};

/** Answers any failure as a problem document; a fault of ours is logged once and stays opaque. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toAppError(error);
  const tenantId = request.actor?.tenantId;
  void reply.type('application/problem+json');
  if (!known) {
    request.log.error({ err: error, method: request.method, route: request.routeOptions.url, tenantId }, 'a request failed');
    return reply.code(500).send(JSON.stringify({ ...OPAQUE, requestId: request.id }));
  }
  if (known.code === 'unavailable') request.log.warn({ err: known.cause ?? known, tenantId }, 'a request could not be served');
  if (known.message === UNSTORABLE_DETAIL)
    request.log.warn({ err: known.cause, tenantId }, 'a value passed our checks and no column takes it');
  if (known.retryAfterSeconds !== undefined) void reply.header('retry-after', String(known.retryAfterSeconds));
  if (known.code === 'unauthenticated') void reply.header('www-authenticate', 'Bearer realm="earshot"');
  if (isLimit(known.code)) request.refusal = known;
  return reply.code(STATUS_BY_CODE[known.code]).send(JSON.stringify(problemOf(known)));
}
