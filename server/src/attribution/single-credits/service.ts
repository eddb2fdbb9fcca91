import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { getCampaignIn } from '../../catalog/campaigns/service.ts';
import { getShowIn } from '../../catalog/shows/service.ts';
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
import { createCreditCollector, type Single } from './rules.ts';
import type { CampaignCredit, CampaignCreditQuery, ShowCredit, ShowCreditQuery, SingleCreditQuery } from './schema.ts';

/** Of what credit is told: what it is called, the model that was settled for it, and the campaigns whose spend stands beside it. */
interface Subject extends Single {
  label: string;
  defaultModel: string | null;
  campaigns: readonly Campaign[];
}

type Reading = Analysis<SingleCreditQuery>;

/** @throws AppError `invalid_request` when the money is too much to be told exactly. */
function totalsOf(rows: readonly CreditRow[], { request, currency }: Reading, { key, campaigns }: Subject): CampaignCredit['totals'] {
  const sum = { nano: 0, minor: 0 };
  for (const { credits } of rows) {
    sum.nano += credits[0].nano;
    sum.minor += credits[0].minor;
  }
  if (!Number.isSafeInteger(sum.minor)) throw inexactSum();
  const spendMinor = spendOf(campaigns, request, currency).get(key) ?? null;
  const { conversions, valueMinor, roas, cpaMinor } = creditOf({ key, credits: [sum], parts: [] }, 0, spendMinor);
  return { conversions, valueMinor, spendMinor, roas, cpaMinor };
}

async function gatherIn(reading: Reading, single: Single, crediting: Crediting): Promise<CreditRow[]> {
  const { request, slots } = reading;
  const { groupBy, creditDate } = request;
  const collector = createCreditCollector(crediting, { single, groupBy, creditDate, slots });
  await walkPathsIn(reading, { fromMs: request.from, beforeMs: request.to }, ({ chunk, out }) => collector.add(chunk, out));
  return collector.rows();
}

/** What one campaign or show is credited with, divided, under the model asked for, else its own, else the tenant's. */
async function readCredit(context: Context, actor: Actor, subject: Subject, query: SingleCreditQuery) {
  checkPeriod(query);
  const { defaultModel } = await getReportDefaults(context, 'system', actor.tenantId);
  const wanted = { asked: query.model, campaign: subject.defaultModel, tenant: defaultModel };
  const { model, origin } = await chooseModel(context, 'system', actor.tenantId, wanted);
  return analyse(context, actor, fixedBy(query, [model]), async (analysis) => {
    const { tx, request } = analysis;
    modelsOf([], request);
    const [crediting] = await findNamedIn(tx, [model], request);
    const asOf = request.asOf === undefined ? undefined : await settledInstantIn(tx, request.asOf);
    const rows = await gatherIn({ ...analysis, asOf }, subject, crediting);
    const totals = totalsOf(rows, analysis, subject);
    const keys = rows.flatMap((row) => row.key ?? []);
    const names = await keyNamesIn(tx, request.groupBy, keys);
    return {
      label: subject.label,
      model: model.name,
      modelOrigin: origin,
      ownModels: model.own === undefined ? [] : [model.own],
      fit: fitNoteOf(crediting),
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

/**
 * What one campaign is credited with under a model, by show, episode, placement, channel or day: the campaign's row of a report under the
 * same options, divided. Without a model asked for it is the campaign's own, if it has one. Read from stored paths, one analysis of a
 * tenant at a time; sums that outlived their events are not in it.
 * @throws AppError `forbidden`; `not_found` for a campaign that the tenant does not have; `invalid_request` when `from` lies after `to`, or
 * the shares exceed 1 together.
 */
export async function getCampaignCredit(context: Context, actor: Actor, key: string, query: CampaignCreditQuery): Promise<CampaignCredit> {
  authorize(actor, 'attribution.read');
  const campaign = await inTenant(context.db, actor.tenantId, (tx) => getCampaignIn(tx, key), { readOnly: true });
  const { name, defaultModel } = campaign;
  const subject = { of: 'campaign', key, label: name ?? key, defaultModel, campaigns: [campaign] } as const;
  return { campaign: key, groupBy: query.groupBy, ...(await readCredit(context, actor, subject, query)) };
}

/**
 * What one show is credited with under a model, by campaign, episode, placement, channel or day: the show's row of a report by show under
 * the same options, divided. Otherwise as `getCampaignCredit`, but that a show has no model of its own and no spend.
 * @throws AppError as `getCampaignCredit` does, `not_found` for a show that the tenant does not have.
 */
export async function getShowCredit(context: Context, actor: Actor, key: string, query: ShowCreditQuery): Promise<ShowCredit> {
  authorize(actor, 'attribution.read');
  const { name } = await inTenant(context.db, actor.tenantId, (tx) => getShowIn(context, tx, key), { readOnly: true });
  const subject = { of: 'show', key, label: name ?? key, defaultModel: null, campaigns: [] } as const;
  return { show: key, groupBy: query.groupBy, ...(await readCredit(context, actor, subject, query)) };
}
