import { buildModel, ENGINE_VERSION, type ModelName, MODELS } from '../../../../engine/src/index.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { ModelList } from './schema.ts';

const DAY_MS = 86_400_000;

function parametersOf(name: ModelName): Record<string, number> {
  const { halfLifeMs, firstShare, lastShare } = buildModel(name);
  if (name === 'time_decay') return { halfLifeDays: halfLifeMs / DAY_MS };
  return name === 'position_based' ? { firstShare, lastShare } : {};
}

/** The models a tenant can report under, with their default parameters and versions. */
export function listModels(actor: Actor): ModelList {
  authorize(actor, 'attribution.read');
  const items = MODELS.map((model) => ({ ...model, parameters: parametersOf(model.name) }));
  return { items, nextCursor: null, engineVersion: ENGINE_VERSION };
}
