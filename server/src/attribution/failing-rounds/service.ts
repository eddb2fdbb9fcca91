import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { measuresOf } from '../../platform/measures.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { isDiskFull, isUnavailable } from '../../platform/unavailable.ts';
import type { TakenConversion } from '../../tracking/evidence/service.ts';
import { setAsideIn } from '../../tracking/setaside/service.ts';

/** What one round, or a whole drain, did. */
export interface Drained {
  touchpoints: number;
  conversions: number;
  /** Paths that were written anew or for the first time. */
  changedPaths: number;
}

/** What one round did; a full one took as much as a round may take, so that more may wait. */
export interface Round extends Drained {
  isFull: boolean;
}

/** Hears what a round has taken, before anything is made of it. */
export type OnTaken = (conversions: readonly TakenConversion[]) => void;

/** Takes a round with so many conversions at most. */
export type TakeRound = (limit: number, onTaken: OnTaken) => Promise<Round>;

/** So many of one tenant within the time are set aside by a process; where more fail, it is not for what they are. */
const MOST_SET_ASIDE = 10;
const COUNTED_FOR_MS = 3_600_000;

const recentByContext = new WeakMap<Context, Map<string, number[]>>();

/** Whether one more of a tenant's conversions may be set aside; counts it. */
function mayBeSetAside(context: Context, tenantId: string): boolean {
  let recent = recentByContext.get(context);
  if (!recent) recentByContext.set(context, (recent = new Map<string, number[]>()));
  const now = context.clock();
  const times = (recent.get(tenantId) ?? []).filter((at) => Math.abs(now - at) < COUNTED_FOR_MS);
  if (times.length < MOST_SET_ASIDE) times.push(now);
  else return false;
  recent.set(tenantId, times);
  return true;
}

/** Whether the same may go well later as it is. */
function mayPass(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'unavailable';
  return error instanceof Error && (isUnavailable(error) || isDiskFull(error));
}

async function setAside(context: Context, tenantId: string, { id }: TakenConversion, cause: unknown): Promise<void> {
  await inTenant(context.db, tenantId, (tx) => setAsideIn(tx, id), { patient: true });
  measuresOf(context.log).setAside.inc();
  context.log.error({ err: cause, tenantId }, 'a conversion cannot be matched and is set aside; it is tried again, and the others go on');
}

/**
 * Takes a round; one that fails for what it holds is halved until it goes well, or its only conversion fails: that one is set aside. What
 * somebody asked for, as an erasure, never is. @throws Error what may pass, what fails without a conversion, and where too many fail.
 */
export async function takeApart(
  context: Context,
  _actor: 'system',
  tenantId: string,
  { take, limit }: { take: TakeRound; limit: number },
): Promise<Round> {
  for (let most = limit; ; most = Math.floor(most / 2)) {
    let taken: readonly TakenConversion[] = [];
    try {
      const round = await take(most, (conversions) => (taken = conversions));
      return most === limit ? round : { ...round, isFull: true };
    } catch (error) {
      const [only] = taken;
      if (only === undefined || mayPass(error)) throw error;
      most = Math.min(most, taken.length);
      if (most > 1) continue;
      if (only.priority < 0 || !mayBeSetAside(context, tenantId)) throw error;
      await setAside(context, tenantId, only, error);
      return { touchpoints: 0, conversions: 0, changedPaths: 0, isFull: true };
    }
  }
}

/** Takes rounds of one conversion each until none is left, or one fails; says whether none is. @throws Error what may pass. */
export async function retryOneByOne(context: Context, _actor: 'system', tenantId: string, take: TakeRound): Promise<boolean> {
  for (;;) {
    let taken: readonly TakenConversion[] = [];
    try {
      await take(1, (conversions) => (taken = conversions));
      if (taken.length === 0) return true;
    } catch (error) {
      const [only] = taken;
      if (only === undefined || only.priority < 0 || mayPass(error)) throw error;
      await setAside(context, tenantId, only, error);
      return false;
    }
  }
}
