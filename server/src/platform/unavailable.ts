/** SQLSTATE classes that are the database being away, not a fault of the request or of ours. */
const UNAVAILABLE = /^(08|53|57P|58|40001$|40P01$|55P03$|25006$)/;
const CONNECTION_LOST = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'];
/** What the driver says, without a code, when a connection ended or none came free in time. */
const CONNECTION_WORDS = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** A failure's SQLSTATE, or Node's code; empty without one. */
export function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

/** Whether something failed because the database is out of reach, busy or about to end: the same may well succeed later. */
export function isUnavailable(error: Error): boolean {
  const code = codeOf(error);
  if (UNAVAILABLE.test(code) || CONNECTION_LOST.includes(code)) return true;
  return CONNECTION_WORDS.test(error.message);
}

/** What PostgreSQL says when a disk of its is full, and what Node says of ours. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && ['53100', 'ENOSPC', 'EDQUOT'].includes(codeOf(error));
}
