import { setImmediate as nextTurn } from 'node:timers/promises';
import { invalid } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { completeOwnModel } from '../../tenants/models/service.ts';
import { creditPath, modelsAsked, tryOut, type Weighing } from './rules.ts';
import type { CreditAnswer, CreditRequest } from './schema.ts';

/** How many touchpoints are credited, once per model, before others get a turn. */
const CREDITS_IN_A_TURN = 1_000;

const calculations = createGate({ perOwner: 2, inAll: 4 });

async function creditInTurns({ paths }: CreditRequest, weighings: readonly Weighing[]): Promise<CreditAnswer> {
  const credited: CreditAnswer['paths'] = [];
  let inThisTurn = 0;
  for (const [place, path] of paths.entries()) {
    credited.push(creditPath(path, place, weighings));
    inThisTurn += path.touchpoints.length * weighings.length;
    if (inThisTurn < CREDITS_IN_A_TURN) continue;
    inThisTurn = 0;
    await nextTurn();
  }
  return { paths: credited };
}

/**
 * Credits paths that the caller brings along, on the engine that reports use, and stores nothing. Two requests of a tenant are worked on at
 * a time, four in all, with room for other work in between.
 * @throws AppError `forbidden`; `invalid_request` for a touchpoint after its conversion, shares above 1 together, and a model to try out
 * that could not be kept or follows from stored events; more keys than `markov` tells apart.
 */
export async function creditPaths(actor: Actor, request: CreditRequest): Promise<CreditAnswer> {
  authorize(actor, 'attribution.read');
  const { firstShare, lastShare, own } = request;
  if (firstShare + lastShare > 1) throw invalid('/lastShare', 'firstShare and lastShare are more than 1 together; lower one of them.');
  const tried = own === undefined ? [] : [tryOut(completeOwnModel('system', own, '/own'), request)];
  return calculations.run(actor.tenantId, () => creditInTurns(request, [...modelsAsked(request), ...tried]));
}
