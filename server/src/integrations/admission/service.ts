import { type Allowance, createAllowance, createMinuteCounts, type MinuteCounts } from '../../platform/allowance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { countedAs } from '../../platform/networks.ts';
import { getStanding } from '../../tenants/standing/service.ts';

/** Wrong keys of one address: for one source ten at once, then one a second; for all sources five times that. */
const WRONG_PER_SECOND = { ofSource: 1, ofAll: 5 };
/** How many times what one source may send all of a tenant's may send together, as with its API keys. */
const TENANT_SHARES = 10;

interface Counts {
  ofSource: Allowance;
  ofAll: Allowance;
  genuine: MinuteCounts;
}

const countsBySpool = new WeakMap<Context['spool'], Counts>();

function countsOf({ spool }: Context): Counts {
  let counts = countsBySpool.get(spool);
  if (!counts) {
    const [ofSource, ofAll] = [createAllowance(WRONG_PER_SECOND.ofSource), createAllowance(WRONG_PER_SECOND.ofAll)];
    countsBySpool.set(spool, (counts = { ofSource, ofAll, genuine: createMinuteCounts() }));
  }
  return counts;
}

/** An address, and the public id that it shows. */
export interface Shown {
  publicId: string;
  address: string;
}

function namesOf({ publicId, address }: Shown): { one: string; ofSource: string } {
  const { one } = countedAs(address);
  return { one, ofSource: `${one} ${publicId.slice(0, 40)}` };
}

function tooManyWrong(): AppError {
  return new AppError('rate_limited', 'Too many wrong ids, secrets or signatures came from this address; wait.', { retryAfterSeconds: 60 });
}

/** @throws AppError `rate_limited` for an address that showed too many wrong ids or secrets. */
export function refuseGuesser(context: Context, _actor: 'public', shown: Shown): void {
  const { ofSource, ofAll } = countsOf(context);
  const names = namesOf(shown);
  const nowMs = context.clock();
  if (!ofSource.mayTake(names.ofSource, nowMs) || !ofAll.mayTake(names.one, nowMs)) throw tooManyWrong();
}

/** Counts a wrong id or secret of an address. */
export function noteWrong(context: Context, _actor: 'public', shown: Shown): void {
  const { ofSource, ofAll } = countsOf(context);
  const names = namesOf(shown);
  ofSource.take(names.ofSource, context.clock());
  ofAll.take(names.one, context.clock());
}

/**
 * Counts a delivery whose signature is wrong, for its source alone: many shops deliver from one address.
 * @throws AppError `rate_limited` when there were too many, before anything of it is stored.
 */
export function countRefused(context: Context, _actor: 'public', shown: Shown): void {
  if (!countsOf(context).ofSource.take(namesOf(shown).ofSource, context.clock())) throw tooManyWrong();
}

/**
 * Counts a request of a source that showed its secret: a source may make as many a minute as an API key of its tenant may, and all sources
 * together ten times as many.
 * @throws AppError `rate_limited`.
 */
export async function countGenuine(
  context: Context,
  _actor: 'system',
  { tenantId, source }: { tenantId: string; source: string },
): Promise<void> {
  const most = (await getStanding(context, 'system', tenantId))?.limits.api_calls_per_minute ?? null;
  if (most === null) return;
  const { genuine } = countsOf(context);
  const waitMs =
    genuine.take(`${tenantId} ${source}`, most, context.clock()) ?? genuine.take(tenantId, most * TENANT_SHARES, context.clock());
  if (waitMs === undefined) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  throw new AppError('rate_limited', `A source may make ${most} requests a minute; wait ${retryAfterSeconds} seconds.`, {
    retryAfterSeconds,
  });
}
