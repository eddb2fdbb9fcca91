/** What PostgreSQL says of a transaction that failed for others that ran beside it: the same again may well succeed. */
const BY_OTHERS = new Set(['40001', '40P01', '55P03']);
const MOST_TRIES = 5;

function isByOthers(error: unknown): boolean {
  return error instanceof Error && BY_OTHERS.has(String((error as { code?: unknown }).code));
}

/** Does a transaction that must not be lost, again where it failed for others that ran beside it: a deadlock, a lock, a serialization. */
export async function untilDone<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === MOST_TRIES || !isByOthers(error)) throw error;
    }
  }
}
