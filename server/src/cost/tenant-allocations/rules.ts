import { nextMonth } from '../entries/rules.ts';

/**
 * Whether a tenant was there at any time of a month such as 2026-11, in UTC: made before its end, and not closed before its beginning.
 * Whoever was not bears nothing of the month's invoice. Both are instants in ISO 8601, in UTC.
 */
export function wasThereIn(month: string, { createdAt, closedAt }: { createdAt: string; closedAt: string | null }): boolean {
  const first = `${month}-01`;
  return createdAt < nextMonth(first) && (closedAt === null || closedAt > `${first}T00:00:00.000Z`);
}
