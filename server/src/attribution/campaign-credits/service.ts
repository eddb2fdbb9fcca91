import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { getCampaignIn } from '../../catalog/campaigns/service.ts';
import type { Context } from '../../platform/context.ts';
import { inexactSum } from '../../platform/money.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { type Analysis, analyse, frameIn, keyNamesIn, walkPathsIn } from '../analytics/service.ts';
import { checkPeriod } from '../analytics/rules.ts';
import { findNamedIn } from '../creditings/service.ts';
import { settledInstantIn } from '../ledger/service.ts';
import { fixedBy } from '../named-models/rules.ts';
import { chooseModel } from '../named-models/service.ts';
import type { Crediting } from '../reports/crediting.ts';
import { conversionsOf } from '../reports/aggregate.ts';
import { creditOf, type CreditRow } from '../reports/rows.ts';
import { fitNoteOf, modelsOf, spendOf } from '../reports/rules.ts';
import { createCreditCollector } from './rules.ts';
import type { CampaignCredit, CampaignCreditQuery } from './schema.ts';

type Reading = Analysis<CampaignCreditQuery>;

/** @throws AppError `invalid_request` when the money is too much to be told exactly. */
function totalsOf(rows: readonly CreditRow[], { request, currency }: Reading, campaign: Campaign): CampaignCredit['totals'] {
  const sum = { nano: 0, minor: 0 };
  for (const { credits } of rows) {
    sum.nano += credits[0].nano;
    sum.minor += credits[0].minor;
  }
  if (!Number.isSafeInteger(sum.minor)) throw inexactSum();
  const spendMinor = spendOf([campaign], request, currency).get(campaign.key) ?? null;
  const { conversions, valueMinor, roas, cpaMinor } = creditOf({ key: campaign.key, credits: [sum], parts: [] }, 0, spendMinor);
  return { conversions, valueMinor, spendMinor, roas, cpaMinor };
}

async function gatherIn(reading: Reading, campaign: string, crediting: Crediting): Promise<CreditRow[]> {
  const { request, slots } = reading;
  const { groupBy, creditDate } = request;
  const collector = createCreditCollector(crediting, { campaign, groupBy, creditDate, slots });
  await walkPathsIn(reading, { fromMs: request.from, beforeMs: request.to }, ({ chunk, out }) => collector.add(chunk, out));
  return collector.rows();
}

/**
 * What one campaign is credited with under a model, by show, episode, placement, channel or day: the campaign's row of a report under the
 * same options, divided. Without a model asked for it is the campaign's own, if it has one. Read from stored paths, one analysis of a
 * tenant at a time; sums that outlived their events are not in it.
 * @throws AppError `forbidden`; `not_found` for a campaign that the tenant does not have; `invalid_request` when `from` lies after `to`, or
 * the shares exceed 1 together.
 */
export async function getCampaignCredit(context: Context, actor: Actor, key: string, query: CampaignCreditQuery): Promise<CampaignCredit> {
  authorize(actor, 'attribution.read');
  checkPeriod(query);
  const { defaultModel } = await getReportDefaults(context, 'system', actor.tenantId);
  const campaign = await inTenant(context.db, actor.tenantId, (tx) => getCampaignIn(tx, key), { readOnly: true });
  const wanted = { asked: query.model, campaign: campaign.defaultModel, tenant: defaultModel };
  const { model, origin } = await chooseModel(context, 'system', actor.tenantId, wanted);
  return analyse(context, actor, fixedBy(query, [model]), async (analysis) => {
    const { tx, request } = analysis;
    modelsOf([], request);
    const [crediting] = await findNamedIn(tx, [model], request);
    const asOf = request.asOf === undefined ? undefined : await settledInstantIn(tx, request.asOf);
    const rows = await gatherIn({ ...analysis, asOf }, key, crediting);
    const totals = totalsOf(rows, analysis, campaign);
    const keys = rows.flatMap((row) => row.key ?? []);
    const names = await keyNamesIn(tx, request.groupBy, keys);
    return {
      campaign: key,
      label: campaign.name ?? key,
      model: model.name,
      modelOrigin: origin,
      ownModels: model.own === undefined ? [] : [model.own],
      fit: fitNoteOf(crediting),
      groupBy: request.groupBy,
      ...(await frameIn(analysis)),
      asOf: asOf ?? null,
      totals,
      rows: rows.map(({ key: own, credits: [{ nano, minor }] }) => ({
        key: own,
        label: own === null ? '(none)' : (names.get(own) ?? own),
        conversions: conversionsOf(nano),
        valueMinor: minor,
      })),
    };
  });
}
