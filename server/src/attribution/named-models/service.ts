import type { Context } from '../../platform/context.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { RESERVED_NAMES } from '../../tenants/models/schema.ts';
import type { ModelOrigin } from '../../tenants/schema.ts';
import { findOwnModelIn } from '../../tenants/models/service.ts';
import { type NamedModel, namedModel } from './rules.ts';

/**
 * The models of a tenant that references name, in their order; a name of one's own means its newest version. `pointer` says where they
 * were given.
 * @throws AppError `invalid_request` for one that is not there.
 */
export async function nameModels(
  context: Context,
  _actor: 'system',
  tenantId: string,
  { references, pointer }: { references: readonly string[]; pointer: string },
): Promise<NamedModel[]> {
  if (references.every((reference) => RESERVED_NAMES.has(reference))) {
    return references.map((reference) => namedModel(reference, undefined, pointer));
  }
  return inTenant(
    context.db,
    tenantId,
    async (tx) => {
      const found: NamedModel[] = [];
      for (const reference of references) found.push(namedModel(reference, await findOwnModelIn(tx, reference, pointer), pointer));
      return found;
    },
    { readOnly: true },
  );
}

/**
 * The model of a query: the one it names, else the first default there is, else linear, and which of these it was.
 * @throws AppError as `nameModels`.
 */
export async function chooseModel(
  context: Context,
  actor: 'system',
  tenantId: string,
  { asked, campaign = null, tenant }: { asked: string | undefined; campaign?: string | null; tenant: string | null },
): Promise<{ model: NamedModel; origin: ModelOrigin }> {
  const reference = asked ?? campaign ?? tenant ?? 'linear';
  const origin = asked !== undefined ? 'query' : campaign !== null ? 'campaign' : tenant !== null ? 'tenant' : 'installation';
  const [model] = await nameModels(context, actor, tenantId, { references: [reference], pointer: '/model' });
  return { model, origin };
}
