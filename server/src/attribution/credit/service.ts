import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildModel, type Model } from '../../../../engine/src/index.ts';
import { invalid } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { creditPath } from './rules.ts';
import type { CreditAnswer, CreditRequest } from './schema.ts';

const DAY_MS = 86_400_000;
/** How many touchpoints are credited, once per model, before others get a turn. */
const CREDITS_IN_A_TURN = 1_000;

const calculations = createGate({ perOwner: 2, inAll: 4 });

async function creditInTurns({ paths, lookbackDays }: CreditRequest, models: readonly Model[]): Promise<CreditAnswer> {
  const credited: CreditAnswer['paths'] = [];
  let inThisTurn = 0;
  for (const [place, path] of paths.entries()) {
    credited.push(creditPath(path, place, models, lookbackDays));
    inThisTurn += path.touchpoints.length * models.length;
    if (inThisTurn < CREDITS_IN_A_TURN) continue;
    inThisTurn = 0;
    await nextTurn();
  }
  return { paths: credited };
}

/**
 * Credits paths that the caller brings along, on the engine that reports use, and stores nothing. Two requests of a tenant are worked on at
 * a time, four in all, with room for other work in between.
 * @throws AppError `forbidden`; `invalid_request` for a touchpoint after its conversion or shares above 1 together.
 */
export async function creditPaths(actor: Actor, request: CreditRequest): Promise<CreditAnswer> {
  authorize(actor, 'attribution.read');
  const { halfLifeDays, firstShare, lastShare } = request;
  if (firstShare + lastShare > 1) throw invalid('/lastShare', 'firstShare and lastShare are more than 1 together; lower one of them.');
  const names = [...new Set(request.models)];
  const models = names.map((name) => buildModel(name, { halfLifeMs: halfLifeDays * DAY_MS, firstShare, lastShare }));
  return calculations.run(actor.tenantId, () => creditInTurns(request, models));
}
