import type { Alert } from './detecting.ts';
import { DAY_MS, dayOf, type Grain, HOUR_MS, type Metric, METRICS, nameOf, type SubjectType } from './series.ts';

/** What a group of alerts has in common; `series` is one alert by itself. */
export const CAUSES = ['source_silent', 'tenant', 'shows', 'campaigns', 'show', 'campaign', 'series'] as const;
export type Cause = (typeof CAUSES)[number];
export type Direction = 'up' | 'down';

/** Metrics that move together: what is spent follows from what is delivered. */
export const FAMILIES = ['delivery', 'outcome', 'matching'] as const;
export type Family = (typeof FAMILIES)[number];
const FAMILY: Readonly<Record<Metric, Family>> = {
  downloads: 'delivery',
  impressions: 'delivery',
  spend: 'delivery',
  conversions: 'outcome',
  match_rate: 'matching',
};

/** Alerts of one cause: an anomaly. */
export interface Group {
  /** The same anomaly found again has the same key. */
  key: string;
  grain: Grain;
  cause: Cause;
  family: Family;
  direction: Direction;
  subjectType: SubjectType;
  subjectKey: string;
  /** Its first and its last day or hour. */
  startsAtMs: number;
  endsAtMs: number;
  /** The first alert of each series, the one that stands for all first, then the least usual. */
  members: Alert[];
}

/** Further alerts of one cause belong to the same anomaly for so long. */
const GOES_ON_MS: Readonly<Record<Grain, number>> = { day: 3 * DAY_MS, hour: 6 * HOUR_MS };
/** So many shows or campaigns at once have one cause. */
const MANY = 3;
/** A show explains what happened to a campaign that lost or gained no more than this many times what the show did. */
const EXPLAINED = 1.2;

export const directionOf = ({ kind }: Pick<Alert, 'kind'>): Direction => (kind === 'spike' || kind === 'shift_up' ? 'up' : 'down');
const sizeOf = ({ value, expected }: Alert) => Math.abs((value ?? 0) - expected);

interface Bundle {
  cause: Cause;
  lead: Alert;
  members: Alert[];
}

/** The show among `shows` that explains what happened to a campaign: the only one, and as large a change. */
function explaining(campaign: Alert, shows: readonly Alert[]): Alert | undefined {
  const same = shows.filter(({ metric }) => metric === campaign.metric);
  return same.length === 1 && sizeOf(campaign) <= EXPLAINED * sizeOf(same[0]) ? same[0] : undefined;
}

function bySubject(alerts: readonly Alert[], cause: 'show' | 'campaign'): Bundle[] {
  const groups = Map.groupBy(alerts, ({ subjectKey }) => subjectKey);
  return [...groups.values()].map((members) => ({ cause: members.length > 1 ? cause : 'series', lead: members[0], members }));
}

/** One bundle of many subjects of a sort, or one of each. */
function manyOrEach(alerts: readonly Alert[], many: 'shows' | 'campaigns', one: 'show' | 'campaign'): Bundle[] {
  const subjects = new Set(alerts.map(({ subjectKey }) => subjectKey));
  if (subjects.size < MANY) return bySubject(alerts, one);
  return [{ cause: many, lead: alerts.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0], members: [...alerts] }];
}

/** The alerts of one day or hour, family and direction, by cause: the widest that explains each. */
function bundlesOf(alerts: readonly Alert[]): Bundle[] {
  const ofTenant = alerts.filter(({ subjectType }) => subjectType === 'tenant');
  const silent = ofTenant.find(({ kind }) => kind === 'missing');
  const lead = silent ?? ofTenant.at(0);
  if (lead !== undefined) {
    return [{ cause: silent ? 'source_silent' : alerts.length > 1 ? 'tenant' : 'series', lead, members: [...alerts] }];
  }
  const shows = alerts.filter(({ subjectType }) => subjectType === 'show');
  const campaigns = alerts.filter(({ subjectType }) => subjectType === 'campaign');
  const open = campaigns.filter((campaign) => explaining(campaign, shows) === undefined);
  const bundles = manyOrEach(shows, 'shows', 'show');
  for (const campaign of campaigns) {
    const show = explaining(campaign, shows);
    const bundle = show && bundles.find(({ members }) => members.includes(show));
    if (bundle === undefined) continue;
    bundle.members.push(campaign);
    if (bundle.cause === 'series') bundle.cause = 'show';
  }
  return [...bundles, ...manyOrEach(open, 'campaigns', 'campaign')];
}

const isMany = (cause: Cause) => cause === 'shows' || cause === 'campaigns';
/** Metrics in one family stop and start for one cause. */
const KIN: Readonly<Record<Cause, string>> = {
  source_silent: 'tenant',
  tenant: 'tenant',
  shows: 'shows',
  campaigns: 'campaigns',
  show: 'show',
  campaign: 'campaign',
  series: 'series',
};

function groupOf(grain: Grain, { cause, lead, members }: Bundle): Group {
  const sorted = members.filter((one) => one !== lead).sort((a, b) => b.score - a.score || (nameOf(a) < nameOf(b) ? -1 : 1));
  const subjectKey = isMany(cause) ? '' : lead.subjectKey;
  const subjectType = isMany(cause) ? 'tenant' : lead.subjectType;
  const [family, direction] = [FAMILY[lead.metric], directionOf(lead)];
  const at = grain === 'day' ? dayOf(lead.atMs) : new Date(lead.atMs).toISOString();
  // Whether a subject's alert came alone or with others does not make it another anomaly.
  const kin = KIN[cause] === 'series' ? subjectType : KIN[cause];
  const key = JSON.stringify([grain, kin, family, direction, subjectKey, at]);
  return {
    key,
    grain,
    cause,
    family,
    direction,
    subjectType,
    subjectKey,
    startsAtMs: lead.atMs,
    endsAtMs: lead.atMs,
    members: [lead, ...sorted],
  };
}

const kinOf = ({ key }: Pick<Group, 'key'>) => JSON.stringify((JSON.parse(key) as string[]).slice(0, 5));

/** What is known of an anomaly that was found before. */
export type KnownGroup = Pick<Group, 'key' | 'grain' | 'startsAtMs' | 'endsAtMs' | 'members' | 'cause'>;

function joined(before: KnownGroup, found: Group): Group {
  const names = new Set(before.members.map(nameOf));
  const members = [...before.members, ...found.members.filter((one) => !names.has(nameOf(one)))];
  const cause = before.cause === 'series' && members.length > 1 ? found.cause : before.cause;
  const lead = members[0];
  return {
    ...found,
    key: before.key,
    cause: cause === 'series' && members.length > 1 ? (lead.subjectType === 'tenant' ? 'tenant' : lead.subjectType) : cause,
    startsAtMs: Math.min(before.startsAtMs, found.startsAtMs),
    endsAtMs: Math.max(before.endsAtMs, found.endsAtMs),
    members,
  };
}

/** Whether silence of the tenant's sources of these families explains that a series fell. */
function isExplainedBy(silent: ReadonlySet<Family>, alert: Alert): boolean {
  const { metric, subjectType } = alert;
  if (silent.size === 0 || directionOf(alert) === 'up') return false;
  if (silent.has(FAMILY[metric]) || metric === 'match_rate') return true;
  // Shows and campaigns have their conversions by credit, for which exposures are needed; the tenant's own come without them.
  return silent.has('delivery') && subjectType !== 'tenant';
}

/** By family of metrics and direction; what follows from the silence of a source is together. */
function sortsOf(together: readonly Alert[]): [string, Alert[]][] {
  const silent = together.filter(({ subjectType, kind }) => subjectType === 'tenant' && kind === 'missing');
  const families = new Set(silent.map(({ metric }) => FAMILY[metric]));
  const sorts = Map.groupBy(together, (alert) =>
    isExplainedBy(families, alert) ? 'silent' : `${FAMILY[alert.metric]} ${directionOf(alert)}`,
  );
  return [...sorts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Alerts as anomalies: those of one day, family of metrics and direction have one cause, the widest that explains them. A tenant's own
 * series explains those of its shows and campaigns; three shows or campaigns at once are one anomaly; a show explains a campaign that lost
 * or gained as much. What goes on within three days (six hours of hourly series) belongs to the anomaly it began with, be it among
 * `before`, which are those that were found earlier.
 */
export function groupAlerts(grain: Grain, alerts: readonly Alert[], before: readonly KnownGroup[]): Group[] {
  const open = new Map<string, KnownGroup>();
  for (const known of before.toSorted((a, b) => a.startsAtMs - b.startsAtMs)) open.set(kinOf(known), known);
  const found = new Map<string, Group>();
  const inOrder = alerts.toSorted((a, b) => METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric) || (nameOf(a) < nameOf(b) ? -1 : 1));
  const byTime = Map.groupBy(inOrder, ({ atMs }) => atMs);
  for (const [atMs, together] of [...byTime].sort(([a], [b]) => a - b)) {
    for (const [, sort] of sortsOf(together)) {
      for (const bundle of bundlesOf(sort)) {
        const group = groupOf(grain, bundle);
        const last = open.get(kinOf(group));
        const goesOn = last !== undefined && atMs >= last.startsAtMs && atMs - last.endsAtMs <= GOES_ON_MS[grain];
        const whole = goesOn ? joined(last, group) : group;
        open.set(kinOf(group), whole);
        found.set(whole.key, whole);
      }
    }
  }
  return [...found.values()];
}
