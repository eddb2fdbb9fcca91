import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError, type ErrorCode, type FieldError } from '../platform/errors.ts';

/** The one place where a code becomes an HTTP status. */
export const STATUS_BY_CODE: Record<ErrorCode, number> = {
  malformed_request: 400,
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  unavailable: 503,
};

const TITLES: Record<ErrorCode, string> = {
  malformed_request: 'The request cannot be read',
  invalid_request: 'The request is not valid',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'In conflict with what is stored',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  rate_limited: 'Too many requests',
  unavailable: 'Not available at the moment',
};

const BY_FASTIFY_CODE: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', 'The body is larger than 4 MiB; send fewer events at a time.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send the body as JSON with "Content-Type: application/json".'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_request', 'The body is empty; send JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_request', 'The Content-Length does not match the body.'],
  FST_ERR_BAD_URL: ['malformed_request', 'The address is not well formed.'],
  FST_ERR_MAX_PARAM_LENGTH: ['malformed_request', 'A part of the address is too long.'],
};

/** SQLSTATE classes that are the database being away, not a fault of the request or of ours. */
const UNAVAILABLE = /^(08|53|57P|58|40001$|40P01$|55P03$|25006$)/;

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function fieldErrors(error: FastifyError): FieldError[] {
  if (!hasZodFastifySchemaValidationErrors(error)) return [];
  const isBody = error.validationContext === 'body';
  return error.validation.map((issue) => {
    const path = issue.instancePath.replace(/^\//, '');
    const pointer = isBody ? `/${path}` : path.split('/')[0];
    return { pointer, detail: `${path === '' ? 'The request' : path.replaceAll('/', '.')} ${lowerFirst(issue.message ?? 'is not valid')}` };
  });
}

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (UNAVAILABLE.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code)) return true;
  return error.message.startsWith('Connection terminated');
}

/** Any failure as the public error it is answered with; undefined for a fault of ours, which stays opaque. */
export function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isUnavailable(error)) {
    return new AppError('unavailable', 'The database cannot be reached at the moment; try again shortly.', {
      cause: error,
      retryAfterSeconds: 5,
    });
  }
  const fastify = error as FastifyError;
  if (Array.isArray(fastify.validation)) {
    const errors = fieldErrors(fastify);
    return new AppError('invalid_request', `${errors[0]?.detail ?? 'The request is not valid'}.`, { errors });
  }
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
  detail: 'Something failed on our side. It was logged; try again, and tell the operator if it stays.',
};

/** Answers any failure as a problem document; a fault of ours is logged once and stays opaque. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toAppError(error);
  void reply.type('application/problem+json');
  if (!known) {
    request.log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'a request failed');
    return reply.code(500).send(JSON.stringify(OPAQUE));
  }
  if (known.code === 'unavailable') request.log.warn({ err: known.cause ?? known }, 'a request could not be served');
  if (known.retryAfterSeconds !== undefined) void reply.header('retry-after', String(known.retryAfterSeconds));
  if (known.code === 'unauthenticated') void reply.header('www-authenticate', 'Bearer realm="earshot"');
  return reply.code(STATUS_BY_CODE[known.code]).send(JSON.stringify(problemOf(known)));
}
