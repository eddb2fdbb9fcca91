import { buildModel, ENGINE_VERSION, type ModelName, MODELS } from '../../../../engine/src/index.ts';
import type { Context } from '../../platform/context.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import type { ModelList } from './schema.ts';

function parametersOf(name: ModelName, halfLifeDays: number): Record<string, number> {
  const { firstShare, lastShare } = buildModel(name);
  if (name === 'time_decay') return { halfLifeDays };
  return name === 'position_based' ? { firstShare, lastShare } : {};
}

/** The models a tenant can report under, with their versions and the parameters they have where a report names none. */
export async function listModels(context: Context, actor: Actor): Promise<ModelList> {
  authorize(actor, 'attribution.read');
  const { halfLifeDays } = await getReportDefaults(context, 'system', actor.tenantId);
  const items = MODELS.map((model) => ({ ...model, parameters: parametersOf(model.name, halfLifeDays) }));
  return { items, nextCursor: null, engineVersion: ENGINE_VERSION };
}
