import { buildModel } from '../../../../engine/src/index.ts';
import { invalid } from '../../platform/errors.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { creditPath } from './rules.ts';
import type { CreditAnswer, CreditRequest } from './schema.ts';

const DAY_MS = 86_400_000;

/**
 * Credits paths that the caller brings along, on the engine that reports use, and stores nothing.
 * @throws AppError `forbidden`; `invalid_request` for a touchpoint after its conversion or shares above 1 together.
 */
export function creditPaths(actor: Actor, request: CreditRequest): CreditAnswer {
  authorize(actor, 'attribution.read');
  const { halfLifeDays, firstShare, lastShare, lookbackDays } = request;
  if (firstShare + lastShare > 1) throw invalid('/lastShare', 'firstShare and lastShare are more than 1 together; lower one of them.');
  const names = [...new Set(request.models)];
  const models = names.map((name) => buildModel(name, { halfLifeMs: halfLifeDays * DAY_MS, firstShare, lastShare }));
  return { paths: request.paths.map((path, place) => creditPath(path, place, models, lookbackDays)) };
}
