import { AppError } from '../../platform/errors.ts';

/** How long after its last attempt a record that is aside is tried again, by how often it was; after the last of them a person must ask. */
const RETRY_AFTER_MS = [0, 60_000, 600_000, 3_600_000, 6 * 3_600_000, 24 * 3_600_000];

/** When a record that is aside is to be tried again, in milliseconds since 1970; Infinity when a person must ask. */
export function dueAtMs({ attempts, triedAt }: { attempts: number; triedAt: string }): number {
  return attempts < RETRY_AFTER_MS.length ? Date.parse(triedAt) + RETRY_AFTER_MS[attempts] : Infinity;
}

/** Whether a record that is aside is to be tried now. */
export function isDue(one: { attempts: number; triedAt: string }, nowMs: number): boolean {
  return dueAtMs(one) <= nowMs;
}

/** Classes of PostgreSQL's errors that say nothing against what was to be stored: connection, resources, conflicts, shutdown. */
const PASSING_CLASSES = /^(?:08|40|53|55|57|58|25006)/;
/** What the system says of a connection or a disk that may be back in a moment. */
const PASSING_SYSTEM_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOSPC',
  'EMFILE',
  'EIO',
];
/** What the driver says, without a code, of a connection that ended or could not be had. */
const PASSING_WORDS = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;
const PASSING_CODES = ['unavailable', 'rate_limited'];

/** Whether a failure is of the moment, so that everything waits, rather than of one record. */
export function isPassing(error: unknown): boolean {
  if (error instanceof AppError) return PASSING_CODES.includes(error.code);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return PASSING_CLASSES.test(code) || PASSING_SYSTEM_CODES.includes(code) || PASSING_WORDS.test(error.message);
}

/** Classes of PostgreSQL's errors that say something against what was to be stored: its form, or a rule that it breaks. */
const REFUSING_CLASSES = /^(?:22|23)/;
const REFUSING_CODES = ['invalid_request', 'malformed_request', 'too_large'];

/** Whether a failure is what a record itself causes, so that no later attempt would do better. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof AppError) return REFUSING_CODES.includes(error.code);
  if (error instanceof RangeError) return true;
  return error instanceof Error && 'code' in error && REFUSING_CLASSES.test(String(error.code));
}

/** After so many failures in a row, how many rounds pass before the next attempt. */
export function roundsToRest(failures: number): number {
  return failures === 0 ? 0 : Math.min(2 ** (failures - 1), 60);
}
