import { listExperiments } from '../../attribution/experiments/service.ts';
import { type Contrasts, findContrastsIn } from '../../attribution/placebo/service.ts';
import { ReachQuery } from '../../attribution/reach/schema.ts';
import { getReach } from '../../attribution/reach/service.ts';
import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { listAllCodesIn } from '../../catalog/codes/service.ts';
import type { Placement } from '../../catalog/placements/schema.ts';
import { listPlacementsIn } from '../../catalog/placements/service.ts';
import { listShowNamesIn } from '../../catalog/shows/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, systemActor } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { countUsesIn } from '../../tracking/codeuses/service.ts';
import { countDailyIn, countExposuresIn, countFrequenciesIn } from '../../tracking/exposurecounts/service.ts';
import { sampleConversionsIn } from '../../tracking/samples/service.ts';
import { listSources } from '../../tracking/sources/service.ts';
import { listSiteTags } from '../../tracking/tags/service.ts';
import type { Facts, SourceFact } from '../recommendations/facts.ts';
import {
  campaignFacts,
  ENOUGH,
  frequencyFacts,
  type Gathered,
  KIND_GROUPS,
  positionFacts,
  positionKey,
  positionOf,
  showFacts,
} from './rules.ts';

const DAY_MS = 86_400_000;
const EXPOSURES = ['download', 'impression'] as const;
const [EVER, NEVER] = ['1970-01-01T00:00:00Z', '3000-01-01T00:00:00Z'];
const LATELY_DAYS = 28;
const PAGE = 1_000;
/** From so many exposures of a household on they are taken together. */
const MOST_EXPOSURES = 30;
const BEFORE_SILENCE_DAYS = 28;

/** A time whose facts are gathered; it ends at least one lookback ago. */
export interface FactPeriod {
  from: Date;
  to: Date;
}

const at = (ms: number) => new Date(ms).toISOString();

async function countIn(tx: TenantTx, span: { fromMs: number; toMs: number }, kinds?: readonly string[]): Promise<number> {
  const filter = { fromAt: at(span.fromMs), toAt: at(span.toMs), kinds };
  return (await sampleConversionsIn(tx, filter, 1)).eligible;
}

async function kindsIn(tx: TenantTx, { from, to }: FactPeriod): Promise<readonly string[]> {
  let fallback: readonly string[] | undefined;
  for (const kinds of KIND_GROUPS) {
    const count = await countIn(tx, { fromMs: from.getTime(), toMs: to.getTime() }, kinds);
    if (count >= ENOUGH) return kinds;
    if (count > 0) fallback ??= kinds;
  }
  return fallback ?? KIND_GROUPS[0];
}

async function placementsIn(tx: TenantTx): Promise<Map<string, Placement>> {
  const found = new Map<string, Placement>();
  for (let after = ''; ;) {
    const page = await listPlacementsIn(tx, {}, { after, limit: PAGE });
    for (const one of page) found.set(one.key, one);
    if (page.length < PAGE) return found;
    after = page[page.length - 1].key;
  }
}

async function unmappedIn(tx: TenantTx, { from, to }: FactPeriod) {
  const known = new Set((await listAllCodesIn(tx)).map(({ code }) => code));
  const uses = new Map<string, number>();
  for (const one of await countUsesIn(tx, { fromAt: from.toISOString(), toAt: to.toISOString() }, 'day')) {
    if (!known.has(one.code)) uses.set(one.code, (uses.get(one.code) ?? 0) + one.uses);
  }
  return [...uses].map(([code, count]) => ({ code, uses: count })).sort((a, b) => b.uses - a.uses || (a.code < b.code ? -1 : 1));
}

interface Read extends Omit<Gathered, 'reach' | 'experiments' | 'currency' | 'today'> {
  conversionKinds: readonly string[];
  unmappedCodes: Facts['unmappedCodes'];
}

async function readIn(context: Context, tx: TenantTx, period: FactPeriod, lookbackDays: number): Promise<Read> {
  const placements = await placementsIn(tx);
  const conversionKinds = await kindsIn(tx, period);
  const position = ({ show, placement }: { show: string | null; placement: string | null }) => {
    const found = positionOf(placement, placements);
    return show === null || found === null ? null : positionKey(show, found);
  };
  const contrasts: Contrasts<'campaign' | 'show' | 'position'> = await findContrastsIn(
    tx,
    { ...period, kinds: conversionKinds, lookbackDays },
    { campaign: ({ campaign }) => campaign, show: ({ show, campaign }) => (campaign === null ? null : show), position },
  );
  const scope = { fromAt: period.from.toISOString(), toAt: period.to.toISOString(), kinds: EXPOSURES };
  const nowMs = context.clock();
  const byCampaign = async (fromAt: string, toAt: string) => {
    const counts = await countExposuresIn(tx, { fromAt, toAt, kinds: EXPOSURES }, 'campaign');
    return new Map(counts.map(({ key, exposures }) => [key, exposures]));
  };
  const exposuresOfPosition = new Map<string, number>();
  for (const one of await countDailyIn(tx, scope)) {
    const key = position(one);
    if (key !== null) exposuresOfPosition.set(key, (exposuresOfPosition.get(key) ?? 0) + one.exposures);
  }
  return {
    contrasts,
    conversionKinds,
    campaigns: await listAllCampaignsIn(tx),
    showNames: new Map((await listShowNamesIn(tx)).map(({ key, name }) => [key, name])),
    ever: await byCampaign(EVER, NEVER),
    lately: await byCampaign(at(nowMs - LATELY_DAYS * DAY_MS), NEVER),
    exposuresOfPosition,
    frequencies: await countFrequenciesIn(tx, scope, { days: lookbackDays, most: MOST_EXPOSURES }),
    unmappedCodes: await unmappedIn(tx, period),
  };
}

/** What sends conversions, and has sent nothing for some days. */
async function sourceFacts(context: Context, actor: Actor): Promise<SourceFact[]> {
  const nowMs = context.clock();
  const { items: sources } = await listSources(context, actor, { limit: PAGE });
  const { items: tags } = await listSiteTags(context, actor, { limit: PAGE });
  const senders = [
    ...sources.filter(({ isEnabled, address }) => isEnabled && address !== null).map((one) => ({ ...one, kind: 'source' as const })),
    ...tags.map((one) => ({ ...one, kind: 'tag' as const })),
  ];
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const found: SourceFact[] = [];
    for (const { kind, key, name, lastReceivedAt } of senders) {
      if (lastReceivedAt === null) continue;
      const lastMs = Date.parse(lastReceivedAt);
      const days = (nowMs - lastMs) / DAY_MS;
      if (days < 1) continue;
      const before = await countIn(tx, { fromMs: lastMs - BEFORE_SILENCE_DAYS * DAY_MS, toMs: lastMs });
      const since = await countIn(tx, { fromMs: lastMs + 1, toMs: nowMs });
      const sides = { before: { conversions: before, days: BEFORE_SILENCE_DAYS }, since: { conversions: since, days } };
      found.push({ kind, key, name: name ?? key, lastReceivedAt, silentDays: days, ...sides });
    }
    return found;
  });
}

/**
 * Gathers what advice rests on, from what tracking, the catalogue and attribution tell of a time: credit under the linear model, and orders
 * beside the exposures before and after them. What was booked or is silent is as it stands now.
 */
export async function gatherFacts(context: Context, _actor: 'system', tenantId: string, period: FactPeriod): Promise<Facts> {
  const actor = systemActor(tenantId);
  const { lookbackDays } = await getReportDefaults(context, 'system', tenantId);
  const read = await inTenant(context.db, tenantId, (tx) => readIn(context, tx, period, lookbackDays), { readOnly: true });
  const reachBy = (groupBy: 'campaign' | 'show') =>
    getReach(context, actor, {
      ...ReachQuery.parse({ model: 'linear', groupBy, from: period.from.toISOString(), to: period.to.toISOString(), limit: PAGE }),
      conversionKind: [...read.conversionKinds] as ReachQuery['conversionKind'],
    });
  const [campaigns, shows] = [await reachBy('campaign'), await reachBy('show')];
  const { items: experiments } = await listExperiments(context, actor, { limit: PAGE });
  const today = at(context.clock()).slice(0, 10);
  const reach = { campaign: campaigns.rows, show: shows.rows };
  const gathered: Gathered = { ...read, reach, experiments, currency: campaigns.currency, today };
  const { totals } = campaigns;
  const { eligible, sampled } = read.contrasts;
  return {
    period: {
      from: period.from.toISOString(),
      to: period.to.toISOString(),
      days: Math.round((period.to.getTime() - period.from.getTime()) / DAY_MS),
    },
    lookbackDays,
    conversionKinds: read.conversionKinds,
    currency: campaigns.currency,
    valueMinor: totals.aovMinor.value,
    conversions: { eligible, sampled },
    campaigns: campaignFacts(gathered),
    shows: showFacts(gathered),
    positions: positionFacts(gathered),
    frequencies: frequencyFacts(gathered, MOST_EXPOSURES),
    unmappedCodes: read.unmappedCodes,
    unmatchable: {
      exposures: totals.modelled.unmatchableImpressions,
      of: totals.impressions,
      conversions: totals.modelled.conversions,
    },
    sources: await sourceFacts(context, actor),
  };
}
