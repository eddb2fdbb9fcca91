/** What can go wrong in a way the caller can act on. `api/` alone knows which HTTP status each one becomes. */
export type ErrorCode =
  | 'malformed_request'
  | 'invalid_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'precondition_failed'
  | 'too_large'
  | 'unsupported_media_type'
  | 'idempotency_key_reused'
  | 'rate_limited'
  | 'step_up_required'
  | 'quota_exceeded'
  | 'spend_limit_reached'
  | 'suspended'
  | 'unavailable';

/** Whether a refusal is that of a limit or quota that is used up. */
export function isLimit(code: ErrorCode): boolean {
  return code === 'quota_exceeded' || code === 'spend_limit_reached';
}

/** One invalid part of a request: a JSON pointer, for a parameter its name behind a slash, and a sentence that says how to mend it. */
export interface FieldError {
  pointer: string;
  detail: string;
}

export interface AppErrorOptions {
  cause?: unknown;
  errors?: FieldError[];
  /** Seconds after which trying again makes sense. */
  retryAfterSeconds?: number;
  /** Further public members of the problem document. */
  extensions?: Record<string, unknown>;
}

/**
 * The one error that is meant to reach a person: `message` is public and says what to do; `cause` is for the log.
 * Anything else that is thrown is a bug and answers as an opaque failure.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errors: FieldError[];
  readonly retryAfterSeconds: number | undefined;
  readonly extensions: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.extensions = options.extensions ?? {};
  }
}

/** An invalid part of a request as an error of its own. */
export function invalid(pointer: string, detail: string): AppError {
  return new AppError('invalid_request', detail, { errors: [{ pointer, detail }] });
}

/**
 * A start or a command that cannot go on as things stand: the message tells the operator what is wrong and what to do, in as many lines as
 * it takes, and nothing else needs to be said.
 */
export function refusal(message: string, { cause }: { cause?: unknown } = {}): AppError {
  return new AppError('unavailable', message, { cause });
}
