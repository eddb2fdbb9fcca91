import type { Context } from '../../platform/context.ts';
import { createGate } from '../../platform/gate.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { readLedger } from '../ledger/service.ts';
import { createRunSummer, verdictOf } from '../runs/rules.ts';
import type { RunCredit, RunVerification } from '../runs/schema.ts';
import { type FinishedRun, getFinishedRun } from '../runs/service.ts';
import { compareInLedger, createRunComparer, differingTerms } from './rules.ts';
import type { ComparisonOfRunsQuery, RunComparison } from './schema.ts';

/** Of everything that reads a whole ledger, which takes the processor for long. */
const ledgerReaders = createGate({ perOwner: 1, inAll: 2 });

async function* conversionsOf(context: Context, tenantId: string, run: FinishedRun): AsyncGenerator<RunCredit[]> {
  for await (const page of readLedger(context, 'system', { tenantId, request: run, asOf: run.asOf })) yield* page;
}

/**
 * Computes a run again from what is stored and says whether every hash comes out as it did.
 * @throws AppError `forbidden`; `not_found`; `conflict` while it is not computed.
 */
export async function verifyRun(context: Context, actor: Actor, id: string): Promise<RunVerification> {
  authorize(actor, 'runs.read');
  const run = await getFinishedRun(context, actor, id);
  return ledgerReaders.run(actor.tenantId, async () => {
    const summer = createRunSummer();
    for await (const rows of conversionsOf(context, actor.tenantId, run)) summer.add(rows);
    return verdictOf(run.outcome, summer.finish());
  });
}

const headOf = ({ id, createdAt, asOf, outcome }: FinishedRun) => ({ id, createdAt, asOf, engineVersion: outcome.engineVersion });

/** Hands the conversions of two runs on in one order, each with its rows in the one, the other or both. */
async function mergeRuns(
  before: AsyncGenerator<RunCredit[]>,
  after: AsyncGenerator<RunCredit[]>,
  onConversion: (before: RunCredit[] | undefined, after: RunCredit[] | undefined) => void,
): Promise<void> {
  let [one, other] = [await before.next(), await after.next()];
  while (one.done !== true || other.done !== true) {
    const order = one.done === true ? 1 : other.done === true ? -1 : compareInLedger(one.value, other.value);
    onConversion(order <= 0 && one.done !== true ? one.value : undefined, order >= 0 && other.done !== true ? other.value : undefined);
    if (order <= 0) one = await before.next();
    if (order >= 0) other = await after.next();
  }
}

/**
 * What changed from one run to another: parameters, list versions, and the conversions whose credit differs, with the reason of each.
 * @throws AppError `forbidden`; `not_found`; `conflict` while one of them is not computed.
 */
export async function compareRuns(context: Context, actor: Actor, id: string, query: ComparisonOfRunsQuery): Promise<RunComparison> {
  authorize(actor, 'runs.read');
  const before = await getFinishedRun(context, actor, id);
  const after = await getFinishedRun(context, actor, query.with);
  return ledgerReaders.run(actor.tenantId, async () => {
    const comparer = createRunComparer(query.groupBy);
    const [one, other] = [before, after].map((run) => conversionsOf(context, actor.tenantId, run));
    await mergeRuns(one, other, comparer.add);
    return {
      before: headOf(before),
      after: headOf(after),
      groupBy: query.groupBy,
      ...differingTerms(before, after),
      ...comparer.finish(),
    };
  });
}
