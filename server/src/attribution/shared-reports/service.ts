import { findAdvertisersIn } from '../../catalog/advertisers/service.ts';
import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { findCampaignsIn, listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { systemActor } from '../../tenants/authorize.ts';
import { findSampleIn } from '../../tenants/samples/service.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { findDefaultModelIn, findTimeZoneIn } from '../../tenants/settings/service.ts';
import { getComparison } from '../reports/service.ts';
import { comparisonQuery, coveredSpend, type Covers, restFits, type ToldReport } from './rules.ts';
import type { ReportChoice } from './schema.ts';

/** What a choice restricts its report to. */
interface Restriction extends Pick<Covers, 'noun' | 'key' | 'label'> {
  campaigns: Campaign[];
}

/** @throws AppError `invalid_request` for a campaign or an advertiser that the tenant does not have. */
async function restrictionIn(tx: TenantTx, { campaign, advertiser }: ReportChoice): Promise<Restriction | undefined> {
  if (campaign !== undefined) {
    const campaigns = await findCampaignsIn(tx, [campaign]);
    if (campaigns.length === 0) throw invalid('/report/campaign', `There is no campaign "${campaign}".`);
    return { noun: 'campaign', key: campaign, label: campaigns[0].name ?? campaign, campaigns };
  }
  if (advertiser === undefined) return undefined;
  const [found] = await findAdvertisersIn(tx, [advertiser]);
  if (!found) throw invalid('/report/advertiser', `There is no advertiser "${advertiser}".`);
  const campaigns = (await listAllCampaignsIn(tx)).filter((one) => one.advertiser === advertiser);
  return { noun: 'advertiser', key: advertiser, label: found.name ?? advertiser, campaigns };
}

async function knownIn(tx: TenantTx, choice: ReportChoice) {
  const tenant = await findTenantIn(tx);
  if (!tenant) return undefined;
  const hasSamples = (await findSampleIn(tx)) !== undefined;
  const [timeZone, defaultModel] = [await findTimeZoneIn(tx), await findDefaultModelIn(tx)];
  return { tenant, hasSamples, timeZone, defaultModel, restriction: await restrictionIn(tx, choice) };
}

/**
 * The report of a choice as it is now, with what whoever reads it has to know of the tenant. One that is restricted to a campaign or an
 * advertiser holds what that is credited with and nothing that tells of the others. Who may have it shown, the caller knows.
 * @throws AppError `invalid_request` for models, options, campaigns and advertisers that cannot be; `not_found` for a tenant that is gone.
 */
export async function getToldReport(context: Context, _actor: 'system', tenantId: string, choice: ReportChoice): Promise<ToldReport> {
  const computedAtMs = context.clock();
  const known = await inTenant(context.db, tenantId, (tx) => knownIn(tx, choice), { readOnly: true });
  if (!known) throw new AppError('not_found', 'There is no such tenant.');
  const { tenant, hasSamples, timeZone, defaultModel, restriction } = known;
  const { name, simulated } = tenant;
  const query = comparisonQuery(choice, defaultModel, computedAtMs);
  const only = restriction && new Set(restriction.campaigns.map(({ key }) => key));
  const comparison = await getComparison(context, systemActor(tenantId), query, only);
  const head = { tenant: { name, simulated, hasSamples, timeZone }, computedAtMs, days: choice.days };
  if (!restriction) return { ...head, comparison, covers: null };
  const { campaigns, ...covers } = restriction;
  return { ...head, comparison: restFits(comparison), covers: { ...covers, spendMinor: coveredSpend(campaigns, comparison) } };
}
