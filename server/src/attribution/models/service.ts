import { buildModel, DATA_DRIVEN_MODELS, ENGINE_VERSION, type ModelName, MODELS } from '../../../../engine/src/index.ts';
import { findCampaignByModelIn } from '../../catalog/campaigns/service.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { DifferenceQuery, ModelDifference, OwnModel, OwnModelDetails } from '../../tenants/models/schema.ts';
import {
  archiveOwnModelIn,
  compareOwnVersionsIn,
  getOwnModelIn,
  holdModelsIn,
  keepOwnModelIn,
  listOwnModelsIn,
  listOwnVersionsIn,
} from '../../tenants/models/service.ts';
import { findDefaultModelIn } from '../../tenants/settings/service.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import type { ModelList, OwnVersionList } from './schema.ts';

/** The model of reports where neither they nor their tenant name one. */
const INSTALLED_DEFAULT = 'linear';

function parametersOf(name: ModelName, halfLifeDays: number): Record<string, number> {
  const { firstShare, lastShare } = buildModel(name);
  if (name === 'time_decay') return { halfLifeDays };
  return name === 'position_based' ? { firstShare, lastShare } : {};
}

/**
 * The models a tenant can report under: the built-in ones with their versions and the parameters they have where a report names none, the
 * tenant's own in their newest versions, and which of all is the default.
 * @throws AppError `forbidden`.
 */
export async function listModels(context: Context, actor: Actor): Promise<ModelList> {
  authorize(actor, 'attribution.read');
  const { halfLifeDays, defaultModel } = await getReportDefaults(context, 'system', actor.tenantId);
  const own = await inTenant(context.db, actor.tenantId, listOwnModelsIn, { readOnly: true });
  const rules = MODELS.map((model) => ({ ...model, parameters: parametersOf(model.name, halfLifeDays) }));
  const items = [...rules, ...DATA_DRIVEN_MODELS.map((model) => ({ ...model, parameters: {} }))];
  return { items, own, defaultModel: defaultModel ?? INSTALLED_DEFAULT, nextCursor: null, engineVersion: ENGINE_VERSION };
}

/**
 * One version of a model of the tenant's own, the newest when none is named, archived or not.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function getModel(context: Context, actor: Actor, name: string, version?: number): Promise<OwnModel> {
  authorize(actor, 'attribution.read');
  return inTenant(context.db, actor.tenantId, (tx) => getOwnModelIn(tx, name, version), { readOnly: true });
}

/** Every version of a model of the tenant's own, the newest first, archived or not. @throws AppError `forbidden`; `not_found`. */
export async function listModelVersions(context: Context, actor: Actor, name: string): Promise<OwnVersionList> {
  authorize(actor, 'attribution.read');
  const items = await inTenant(context.db, actor.tenantId, (tx) => listOwnVersionsIn(tx, name), { readOnly: true });
  return { items, nextCursor: null };
}

/**
 * What differs between two versions of a model: the newest and the one before it, unless others are named.
 * @throws AppError `forbidden`; `not_found`; `invalid_request` when there is no version before.
 */
export async function getModelDifference(context: Context, actor: Actor, name: string, asked: DifferenceQuery): Promise<ModelDifference> {
  authorize(actor, 'attribution.read');
  return inTenant(context.db, actor.tenantId, (tx) => compareOwnVersionsIn(tx, name, asked), { readOnly: true });
}

/**
 * Keeps a model of the tenant's own under a name: as a new version, unless the newest one says the same. Versions never change, and figures
 * under NAME@VERSION mean the same for ever.
 * @throws AppError `forbidden`; `invalid_request` for parameters that are not the base's or do not fit together; `conflict` when there are
 * too many models or versions.
 */
export async function putModel(context: Context, actor: Actor, name: string, details: OwnModelDetails): Promise<OwnModel> {
  authorize(actor, 'models.write');
  const named = { name, createdAt: new Date(context.clock()).toISOString(), createdBy: actor.name };
  return inTenant(context.db, actor.tenantId, (tx) => keepOwnModelIn(tx, named, details));
}

/**
 * Puts a model of the tenant's own out of use. Its versions stay readable, and reports may still name them as NAME@VERSION.
 * @throws AppError `forbidden`; `not_found`; `conflict` while it is the default of the tenant or of a campaign.
 */
export async function deleteModel(context: Context, actor: Actor, name: string): Promise<void> {
  authorize(actor, 'models.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    await holdModelsIn(tx);
    const isDefault = (await findDefaultModelIn(tx))?.split('@')[0] === name;
    if (isDefault)
      throw new AppError('conflict', `"${name}" is the default model of this tenant; choose another one in its settings first.`);
    const campaign = await findCampaignByModelIn(tx, name);
    if (campaign !== undefined)
      throw new AppError('conflict', `"${name}" is the default model of the campaign "${campaign}"; choose another one there first.`);
    await archiveOwnModelIn(tx, name, { archivedAt: new Date(context.clock()).toISOString(), archivedBy: actor.name });
  });
}
