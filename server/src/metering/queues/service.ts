import type { Context } from '../../platform/context.ts';
import { inDirectory } from '../../platform/tenant-door.ts';
import { findQueues, type Queue } from './store.ts';

export type { Queue };

/** So long what was found is told again: looking at long queues costs the database, and several may ask. */
const FRESH_MS = 5_000;

const lookByContext = new WeakMap<Context, { atMs: number; queues: Promise<Queue[]> }>();

/**
 * The queues in which work of all tenants waits: how many rows, of a longer one 100,000, and for how many seconds the oldest of them has
 * waited. What is told is up to 5 seconds old. Without any tenant, and without anything of what waits.
 * @throws AppError `unavailable` when the database cannot be reached.
 */
export async function lookAtQueues(context: Context, _actor: 'system'): Promise<Queue[]> {
  const nowMs = context.clock();
  const last = lookByContext.get(context);
  if (last && nowMs - last.atMs < FRESH_MS && nowMs >= last.atMs) return last.queues;
  const queues = inDirectory(context.db, findQueues);
  lookByContext.set(context, { atMs: nowMs, queues });
  queues.catch(() => lookByContext.delete(context));
  return queues;
}
