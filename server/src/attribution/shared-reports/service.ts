import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { systemActor } from '../../tenants/authorize.ts';
import { findSampleIn } from '../../tenants/samples/service.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { findDefaultModelIn, findTimeZoneIn } from '../../tenants/settings/service.ts';
import { getComparison } from '../reports/service.ts';
import { comparisonQuery, type ToldReport } from './rules.ts';
import type { ReportChoice } from './schema.ts';

/**
 * The report of a choice as it is now, with what whoever reads it has to know of the tenant. Who may have it shown, the caller knows.
 * @throws AppError `invalid_request` for models and options that cannot be; `not_found` for a tenant that is gone.
 */
export async function getToldReport(context: Context, _actor: 'system', tenantId: string, choice: ReportChoice): Promise<ToldReport> {
  const computedAtMs = context.clock();
  const read = async (tx: TenantTx) => {
    const tenant = await findTenantIn(tx);
    if (!tenant) return undefined;
    const hasSamples = (await findSampleIn(tx)) !== undefined;
    return { tenant, hasSamples, timeZone: await findTimeZoneIn(tx), defaultModel: await findDefaultModelIn(tx) };
  };
  const known = await inTenant(context.db, tenantId, read, { readOnly: true });
  if (!known) throw new AppError('not_found', 'There is no such tenant.');
  const { tenant, hasSamples, timeZone, defaultModel } = known;
  const { name, simulated } = tenant;
  const query = comparisonQuery(choice, defaultModel, computedAtMs);
  const comparison = await getComparison(context, systemActor(tenantId), query);
  return { tenant: { name, simulated, hasSamples, timeZone }, computedAtMs, days: choice.days, comparison };
}
