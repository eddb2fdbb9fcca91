/**
 * A second, deliberately naive reading of the method: objects, full scans and plain sums, sharing no code with the server or the engine.
 */
import { splitExactly, weightsOf } from './oracle-credit.ts';

export interface OracleIdentity {
  ip?: string;
  userAgent?: string;
  userId?: string;
  emailSha256?: string;
  deviceId?: string;
  clickId?: string;
}

export interface OracleTouchpoint {
  id: string;
  occurredAt: string;
  kind: string;
  campaign?: string;
  channel?: string;
  show?: string;
  episode?: string;
  placement?: string;
  identity: OracleIdentity;
  metadata?: { connectionType?: string; evidence?: string };
}

export interface OracleConversion {
  id: string;
  occurredAt: string;
  kind: string;
  valueMinor?: number;
  currency?: string;
  orderId?: string;
  promoCode?: string;
  isNewCustomer?: boolean;
  identity: OracleIdentity;
  metadata?: { connectionType?: string; referrer?: string; utm_source?: string };
}

export interface OracleWorld {
  touchpoints: OracleTouchpoint[];
  conversions: OracleConversion[];
  refunds: { conversionId: string; valueMinor: number }[];
  codes: Record<string, { campaign: string; show: string | null }>;
}

export interface OracleOptions {
  model: string;
  groupBy: 'campaign' | 'channel' | 'show' | 'episode' | 'placement' | 'delivery_evidence' | 'day';
  lookbackDays: number;
  halfLifeDays: number;
  conversionKind?: string[];
  touchpointKind?: string[];
  currency: string;
  minEvidence: string;
  repeats: string;
  responseSignals: string;
  creditDate: string;
  newCustomersOnly: boolean;
  exclude: string[];
  from?: string;
  to?: string;
}

const DAY = 86_400_000;
const STRENGTH: Record<string, number> = {
  click_id: 0,
  user_id: 1,
  email_hash: 1,
  device_id: 1,
  promo_code: 2,
  survey: 3,
  ip_user_agent: 4,
  household_ip: 5,
};
const SIGNALS = ['vanity_visit', 'promo_code', 'survey'];

interface Touch {
  id: string;
  at: number;
  kind: string;
  evidence: string;
  campaign: string | null;
  channel: string | null;
  show: string | null;
  episode: string | null;
  placement: string | null;
  deliveryEvidence: string;
  synthetic: boolean;
}

function household(ip: string | undefined): string | undefined {
  if (ip === undefined || !ip.includes(':')) return ip;
  return ip.split(':').slice(0, 4).join(':');
}

const connection = (event: { metadata?: { connectionType?: string } }) => event.metadata?.connectionType ?? 'unknown';

function evidenceOf(conversion: OracleConversion, touchpoint: OracleTouchpoint, devices: number): string | undefined {
  const [c, t] = [conversion.identity, touchpoint.identity];
  const both = (field: keyof OracleIdentity) => c[field] !== undefined && c[field] === t[field];
  if (both('clickId')) return 'click_id';
  if (both('userId')) return 'user_id';
  if (both('emailSha256')) return 'email_hash';
  if (both('deviceId')) return 'device_id';
  const types = [connection(conversion), connection(touchpoint)];
  const sameAddress = c.ip !== undefined && household(c.ip) === household(t.ip);
  if (!sameAddress || types.some((type) => type === 'relay' || type === 'datacenter')) return undefined;
  if (both('userAgent')) return 'ip_user_agent';
  return devices <= 20 && types.every((type) => type === 'household' || type === 'unknown') ? 'household_ip' : undefined;
}

const stronger = (a: string, b: string) => (STRENGTH[a] <= STRENGTH[b] ? a : b);

/** How an exposure's delivery is known: what it says, else the word of who sent it. */
function deliveryEvidenceOf({ kind, metadata }: OracleTouchpoint): string {
  if (kind !== 'download' && kind !== 'impression') return '(none)';
  const stated = metadata?.evidence ?? '';
  return ['ad_pixel', 'host_log_bytes', 'prefix_request'].includes(stated) ? stated : 'reported';
}

function matchedTouches(world: OracleWorld, conversion: OracleConversion): Touch[] {
  const at = Date.parse(conversion.occurredAt);
  const recent = world.touchpoints.filter((t) => {
    const age = at - Date.parse(t.occurredAt);
    return age >= 0 && age <= 30 * DAY && t.identity.ip !== undefined && household(t.identity.ip) === household(conversion.identity.ip);
  });
  const devices = new Set(recent.flatMap((t) => t.identity.userAgent ?? [])).size;
  return world.touchpoints
    .flatMap((t): Touch[] => {
      const age = at - Date.parse(t.occurredAt);
      const evidence = evidenceOf(conversion, t, devices);
      if (evidence === undefined || age < 0 || age > 90 * DAY) return [];
      const place = { campaign: t.campaign ?? null, channel: t.channel ?? null, show: t.show ?? null };
      const rest = {
        episode: t.episode ?? null,
        placement: t.placement ?? null,
        deliveryEvidence: deliveryEvidenceOf(t),
        synthetic: false,
      };
      return [{ id: t.id, at: Date.parse(t.occurredAt), kind: t.kind, evidence, ...place, ...rest }];
    })
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** The records of a conversion's order, the one that counts first: all come in through one source here. */
function recordsOf(world: OracleWorld, conversion: OracleConversion): OracleConversion[] {
  const { id, orderId } = conversion;
  const records = world.conversions.filter((one) => one.id === id || (orderId !== undefined && one.orderId === orderId));
  return records.sort((a, b) => (a.occurredAt === b.occurredAt ? (a.id < b.id ? -1 : 1) : a.occurredAt < b.occurredAt ? -1 : 1));
}

/** What ties any record of an order to an exposure, each by that record's own keys, within 90 days of the one that counts. */
function orderTouches(world: OracleWorld, kept: OracleConversion): Touch[] {
  const at = Date.parse(kept.occurredAt);
  const found = new Map<string, Touch>();
  for (const touch of recordsOf(world, kept).flatMap((record) => matchedTouches(world, record))) {
    const known = found.get(touch.id);
    const isWeaker = known !== undefined && STRENGTH[known.evidence] <= STRENGTH[touch.evidence];
    if (touch.at <= at && at - touch.at <= 90 * DAY && !isWeaker) found.set(touch.id, touch);
  }
  return [...found.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** The record that counts, with what it leaves unsaid and the next one says. */
function completed(world: OracleWorld, kept: OracleConversion): OracleConversion {
  const records = recordsOf(world, kept);
  const first = <Value>(pick: (one: OracleConversion) => Value | undefined) => records.map(pick).find((value) => value !== undefined);
  return {
    ...kept,
    promoCode: first((one) => one.promoCode),
    isNewCustomer: first((one) => one.isNewCustomer),
    metadata: {
      ...kept.metadata,
      referrer: first((one) => one.metadata?.referrer),
      utm_source: first((one) => one.metadata?.utm_source),
    },
  };
}

/** Whom a conversion is matched with, by the strongest key it shares with its touches; a code alone ties it to who ordered. */
export function matchedPerson(world: OracleWorld, conversion: OracleConversion): string {
  const touches = matchedTouches(world, conversion);
  const identities = touches.map(({ id }) => world.touchpoints.find((one) => one.id === id)?.identity ?? {});
  const { identity } = conversion;
  const shared = (['userId', 'emailSha256', 'deviceId'] as const).find(
    (field) => identity[field] !== undefined && identities.some((one) => one[field] === identity[field]),
  );
  if (shared) return `${shared} ${identity[shared]}`;
  if (touches.some(({ evidence }) => evidence === 'ip_user_agent' || evidence === 'household_ip')) return `ip ${household(identity.ip)}`;
  const known = { ...(identities[0] ?? identity) };
  const field = (['userId', 'emailSha256', 'deviceId'] as const).find((one) => known[one] !== undefined);
  if (field) return `${field} ${known[field]}`;
  if (known.ip !== undefined) return `ip ${household(known.ip)}`;
  return touches.length > 0 ? `clickId ${known.clickId}` : `order ${conversion.id}`;
}

function signalClass(touch: Touch): string {
  if (touch.kind === 'promo_code') return stronger(touch.evidence, 'promo_code');
  if (touch.kind === 'survey') return stronger(touch.evidence, 'survey');
  return touch.evidence;
}

function syntheticFor(conversion: OracleConversion, place: { campaign: string | null; show: string | null }, evidence: string): Touch {
  const at = Date.parse(conversion.occurredAt) - 1;
  const id = `promo:${conversion.id}`;
  const nowhere = { channel: null, episode: null, placement: null, deliveryEvidence: '(none)' };
  return { id, at, kind: 'promo_code', evidence, ...nowhere, synthetic: true, ...place };
}

function withSignals(world: OracleWorld, conversion: OracleConversion, touches: Touch[], options: OracleOptions): Touch[] {
  const code = conversion.promoCode === undefined ? undefined : world.codes[conversion.promoCode];
  const sortIn = (list: Touch[], added: Touch[]) => {
    const before = list.filter((t) => t.at < added[0].at || (t.at === added[0].at && t.id < added[0].id));
    return [...before, ...added, ...list.slice(before.length)];
  };
  if (options.responseSignals === 'touchpoint') {
    const all = touches.map((t) => (SIGNALS.includes(t.kind) ? { ...t, evidence: signalClass(t) } : t));
    return code ? sortIn(all, [syntheticFor(conversion, code, 'promo_code')]) : all;
  }
  const exposures = touches.filter((t) => !SIGNALS.includes(t.kind)).map((t) => ({ ...t }));
  const signals = touches
    .filter((t) => SIGNALS.includes(t.kind) && t.campaign !== null)
    .map((t) => ({ place: t, evidence: signalClass(t) }));
  const told = [...(code ? [{ place: syntheticFor(conversion, code, 'promo_code'), evidence: 'promo_code' }] : []), ...signals];
  const added = new Map<string, Touch>();
  for (const { place, evidence } of told) {
    const campaign = place.campaign ?? '';
    const same = exposures.filter((t) => t.campaign === campaign);
    for (const exposure of same) if (STRENGTH[evidence] < STRENGTH[exposure.evidence]) exposure.evidence = evidence;
    if (same.length > 0) continue;
    const known = added.get(campaign);
    if (known) known.evidence = STRENGTH[evidence] < STRENGTH[known.evidence] ? evidence : known.evidence;
    else
      added.set(campaign, {
        ...place,
        ...syntheticFor(conversion, { campaign, show: place.show }, evidence),
        channel: place.channel,
        episode: place.episode,
        placement: place.placement,
      });
  }
  const synthetic = [...added.values()].sort((a, b) => {
    const own = (t: Touch) => (code && t.campaign === code.campaign ? 0 : 1);
    return own(a) - own(b) || ((a.campaign ?? '') < (b.campaign ?? '') ? -1 : 1);
  });
  return synthetic.length === 0 ? exposures : sortIn(exposures, synthetic);
}

/** The touches that take credit for one conversion, oldest first. */
export function creditedTouches(world: OracleWorld, conversion: OracleConversion, options: OracleOptions): Touch[] {
  const at = Date.parse(conversion.occurredAt);
  const inside = orderTouches(world, conversion).filter((t) => at - t.at <= options.lookbackDays * DAY);
  let touches = withSignals(world, conversion, inside, options);
  touches = touches.filter((t) => STRENGTH[t.evidence] <= STRENGTH[options.minEvidence]);
  const kinds = options.touchpointKind;
  if (kinds) touches = touches.filter((t) => kinds.includes(t.kind));
  if (options.repeats !== 'unique') return touches;
  const seen = new Set<string>();
  return touches.filter((t) => {
    const place = t.campaign ?? JSON.stringify([null, t.channel, t.show, t.episode, t.placement]);
    const name = `${Math.floor(t.at / DAY)} ${t.campaign === null ? 'none' : 'campaign'} ${place}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

function netValue(world: OracleWorld, conversion: OracleConversion): number {
  const records = world.conversions
    .filter((c) => c.id === conversion.id || (c.orderId !== undefined && c.orderId === conversion.orderId))
    .filter((c) => c.currency === conversion.currency);
  const refunds = world.refunds.filter((r) => records.some((record) => record.id === r.conversionId));
  const refunded = refunds.reduce((sum, r) => sum + r.valueMinor, 0);
  return Math.max(0, (conversion.valueMinor ?? 0) - refunded);
}

/** All conversions come in through one source here, so an order's kept one is the earliest, then the smallest id. */
function isDuplicate(world: OracleWorld, conversion: OracleConversion): boolean {
  if (conversion.orderId === undefined) return false;
  return world.conversions.some(
    (other) =>
      other.orderId === conversion.orderId &&
      (other.occurredAt < conversion.occurredAt || (other.occurredAt === conversion.occurredAt && other.id < conversion.id)),
  );
}

function earlierEvent(world: OracleWorld, conversion: OracleConversion, kinds: string[]): number | undefined {
  const same = (a: OracleIdentity, b: OracleIdentity) =>
    (['userId', 'emailSha256', 'deviceId'] as const).some((field) => a[field] !== undefined && a[field] === b[field]);
  const times = world.conversions
    .filter((other) => other.orderId === undefined || other.orderId !== conversion.orderId)
    .filter((other) => kinds.includes(other.kind) && other.occurredAt < conversion.occurredAt && same(other.identity, conversion.identity))
    .map((other) => Date.parse(other.occurredAt));
  return times.length === 0 ? undefined : Math.min(...times);
}

function isLeftOut(world: OracleWorld, conversion: OracleConversion, touches: Touch[], options: OracleOptions): boolean {
  const { exclude } = options;
  const host = conversion.metadata?.referrer === undefined ? undefined : new URL(conversion.metadata.referrer).hostname;
  if (host !== undefined && exclude.includes(`referrer:${host}`)) return true;
  if (conversion.metadata?.utm_source !== undefined && exclude.includes(`utm:${conversion.metadata.utm_source}`)) return true;
  const before = touches.length > 0 ? touches[0].at : Date.parse(conversion.occurredAt);
  const bought = earlierEvent(world, conversion, ['purchase', 'subscription']);
  const visited = earlierEvent(world, conversion, ['visit']);
  if (exclude.includes('priorCustomers') && (conversion.isNewCustomer === false || (bought !== undefined && bought < before))) return true;
  return exclude.includes('priorVisitors') && visited !== undefined && visited < before;
}

export interface OracleReport {
  conversions: number;
  valueMinor: number;
  attributedConversions: number;
  attributedValueMinor: number;
  excludedConversions: number;
  excludedValueMinor: number;
  /** Per key: minor units, and conversions in billionths within half a billionth per touch; the money by delivery evidence, too. */
  rows: Record<string, { valueMinor: number; conversions: number; byEvidence: Record<string, number> }>;
  /** Per day, only when the rows are days: the conversions that no touch earned credit for. */
  unattributedDays: OracleReport['rows'];
}

const emptyRow = () => ({ valueMinor: 0, conversions: 0, byEvidence: {} as Record<string, number> });

function addUnattributedDay(report: OracleReport, at: number, value: number): void {
  const day = new Date(at).toISOString().slice(0, 10);
  const row = (report.unattributedDays[day] ??= emptyRow());
  row.valueMinor += value;
  row.conversions += 1;
  report.rows[day] ??= emptyRow();
}

function counts(world: OracleWorld, conversion: OracleConversion, options: OracleOptions): boolean {
  if (isDuplicate(world, conversion)) return false;
  if (options.from !== undefined && conversion.occurredAt < options.from) return false;
  if (options.to !== undefined && conversion.occurredAt >= options.to) return false;
  if (options.conversionKind && !options.conversionKind.includes(conversion.kind)) return false;
  if (options.newCustomersOnly) {
    const known = conversion.isNewCustomer ?? earlierEvent(world, conversion, ['purchase', 'subscription']) === undefined;
    if (!known) return false;
  }
  return conversion.currency === undefined || conversion.currency === options.currency;
}

function keyOf(touch: Touch, day: string, { groupBy }: OracleOptions): string {
  if (groupBy === 'day') return day;
  return groupBy === 'delivery_evidence' ? touch.deliveryEvidence : (touch[groupBy] ?? '(none)');
}

/** The conversions that options count, each with its value, its instant and the touches that take credit, oldest first. */
export function judgedConversions(world: OracleWorld, options: OracleOptions) {
  const kept = world.conversions.filter((one) => !isDuplicate(world, one)).map((one) => completed(world, one));
  return kept
    .filter((one) => counts(world, one, options))
    .map((conversion) => {
      const touches = creditedTouches(world, conversion, options);
      const isExcluded = isLeftOut(world, conversion, touches, options);
      return { conversion, value: netValue(world, conversion), at: Date.parse(conversion.occurredAt), touches, isExcluded };
    });
}

/** A report computed conversion by conversion from the raw events. */
export function oracleReport(world: OracleWorld, options: OracleOptions): OracleReport {
  const report: OracleReport = {
    conversions: 0,
    valueMinor: 0,
    attributedConversions: 0,
    attributedValueMinor: 0,
    excludedConversions: 0,
    excludedValueMinor: 0,
    rows: {},
    unattributedDays: {},
  };
  for (const { value, at, touches, isExcluded } of judgedConversions(world, options)) {
    if (isExcluded) {
      report.excludedConversions += 1;
      report.excludedValueMinor += value;
      continue;
    }
    report.conversions += 1;
    report.valueMinor += value;
    if (touches.length === 0 && options.groupBy === 'day') addUnattributedDay(report, at, value);
    if (touches.length === 0) continue;
    report.attributedConversions += 1;
    report.attributedValueMinor += value;
    const weights = weightsOf(touches, at, options);
    const parts = splitExactly(value, weights);
    touches.forEach((touch, i) => {
      const day = new Date(options.creditDate === 'touchpoint' && !touch.synthetic ? touch.at : at).toISOString().slice(0, 10);
      const key = keyOf(touch, day, options);
      const row = (report.rows[key] ??= emptyRow());
      row.valueMinor += parts[i];
      row.conversions += weights[i];
      row.byEvidence[touch.deliveryEvidence] = (row.byEvidence[touch.deliveryEvidence] ?? 0) + parts[i];
    });
  }
  return report;
}
