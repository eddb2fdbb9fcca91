import { REFERRERS } from './catalog.ts';
import type { Exposure, Visit } from './day.ts';
import type { Household } from './household.ts';
import { nameOf } from './names.ts';
import { type Random, randomOf } from './random.ts';

const VISIT_EVENT_WORD = 5;
const EXPOSURE_EVENT_WORD = 8;
const PRICES = [1_900, 2_900, 3_900, 4_999, 6_900, 8_900, 12_900, 19_900];

interface Identity {
  ip?: string;
  userAgent?: string;
  userId?: string;
  emailSha256?: string;
  deviceId?: string;
  clickId?: string;
}

/** A touchpoint as it is sent to Earshot. */
export interface SimulatedTouchpoint {
  id: string;
  occurredAt: string;
  kind: 'download' | 'impression' | 'click' | 'vanity_visit' | 'survey';
  campaign: string;
  channel: string;
  show?: string;
  episode?: string;
  placement?: string;
  identity: Identity;
  metadata: Record<string, string>;
}

/** A conversion as it is sent to Earshot. */
export interface SimulatedConversion {
  id: string;
  occurredAt: string;
  kind: 'visit' | 'lead' | 'purchase';
  valueMinor?: number;
  currency?: string;
  orderId?: string;
  promoCode?: string;
  isNewCustomer?: boolean;
  identity: Identity;
  metadata: Record<string, string>;
}

/** A refund of a purchase. */
export interface SimulatedRefund {
  conversionId: string;
  id: string;
  occurredAt: string;
  valueMinor: number;
}

/** What one visit leaves behind; `causedBy` names the campaign without which there would be none of it. */
export interface VisitEvents {
  touchpoints: SimulatedTouchpoint[];
  conversions: SimulatedConversion[];
  refunds: SimulatedRefund[];
  causedBy: string | undefined;
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function placeOf({ campaign, show, episode, placement }: Exposure) {
  return {
    campaign: campaign.key,
    channel: campaign.channel,
    ...(show === null ? {} : { show }),
    ...(episode === null ? {} : { episode }),
    ...(placement === null ? {} : { placement }),
  };
}

/** How the delivery of an ad is known: the pixel of its own, or the log of the show's host; of some shows the prefix alone. */
function evidenceOf({ show }: Exposure, isImpression: boolean): string {
  if (isImpression) return 'ad_pixel';
  return (show ?? '').length % 2 === 0 ? 'prefix_request' : 'host_log_bytes';
}

/** An ad heard, as the host or its pixel reports it: a player's address and user agent, and of streaming apps the device. */
export function exposureEvent(seed: number, exposure: Exposure): SimulatedTouchpoint {
  const { household, atMs, serial } = exposure;
  const random = randomOf(seed, EXPOSURE_EVENT_WORD, household.index, serial);
  const isImpression = exposure.show === null || random.chance(0.35);
  const isAway = random.chance(0.15);
  const identity: Identity = { ip: isAway ? household.mobileIp : household.ip, userAgent: random.pick(household.appAgents) };
  if (exposure.show === null) identity.deviceId = household.deviceId;
  return {
    id: `exp-${nameOf(seed, 'exposure', [household.index, serial])}`,
    occurredAt: instant(atMs),
    kind: isImpression ? 'impression' : 'download',
    ...placeOf(exposure),
    identity,
    metadata: { connectionType: isAway ? 'mobile' : household.connectionType, evidence: evidenceOf(exposure, isImpression) },
  };
}

interface Session {
  visit: Visit;
  random: Random;
  identity: Identity;
  metadata: Record<string, string>;
  /** The name of an event of this visit. */
  name(sort: Parameters<typeof nameOf>[1]): string;
}

function sessionOf(seed: number, visit: Visit): Session {
  const { household, serial } = visit;
  const random = randomOf(seed, VISIT_EVENT_WORD, household.index, serial);
  const isAway = random.chance(0.2);
  const referrer = random.pick(REFERRERS);
  const metadata: Record<string, string> = { connectionType: isAway ? 'mobile' : household.connectionType };
  if (referrer !== undefined) metadata.referrer = referrer;
  const identity = { ip: isAway ? household.mobileIp : household.ip, userAgent: household.browserAgent };
  return { visit, random, identity, metadata, name: (sort) => nameOf(seed, sort, [household.index, serial]) };
}

/** How a caused visit came about, as far as a tracker sees it: mostly nothing, sometimes a link or the vanity address. */
function arrivalEvents({ visit, random, identity, metadata, name }: Session): SimulatedTouchpoint[] {
  const { cause, atMs } = visit;
  if (!cause || cause.campaign.followsDemand) return [];
  const draw = random.next();
  if (draw < 0.1) {
    const clickId = `click-${name('click')}`;
    const event = { id: clickId, occurredAt: instant(atMs), kind: 'click' as const, ...placeOf(cause), metadata };
    const touchpoint = { ...event, identity: { ...identity, clickId } };
    identity.clickId = clickId;
    metadata.utm_source = 'podcast';
    return [touchpoint];
  }
  if (draw < 0.2) {
    return [{ id: `vanity-${name('vanity')}`, occurredAt: instant(atMs), kind: 'vanity_visit', ...placeOf(cause), identity, metadata }];
  }
  return [];
}

function codeOf({ visit, random }: Session): string | undefined {
  const codes = visit.cause?.campaign.codes ?? [];
  const fitting = codes.filter(({ show }) => show === null || show === visit.cause?.show);
  if (fitting.length > 0) return random.chance(0.4) ? fitting[0].code : undefined;
  // Codes leak to coupon sites, where people find them who heard no ad.
  return random.chance(0.03) ? 'TECH10' : undefined;
}

function known(household: Household): Identity {
  return { userId: household.userId, emailSha256: household.emailSha256 };
}

function purchaseEvents(session: Session, isNewCustomer: boolean): Pick<VisitEvents, 'touchpoints' | 'conversions' | 'refunds'> {
  const { visit, random, identity, metadata, name } = session;
  const { household, cause, atMs } = visit;
  const boughtAtMs = atMs + 120_000 + random.below(1_800_000);
  const promoCode = codeOf(session);
  const valueMinor = random.pick(PRICES);
  const id = `order-${name('order')}`;
  const purchase: SimulatedConversion = {
    id,
    occurredAt: instant(boughtAtMs),
    kind: 'purchase',
    valueMinor,
    currency: 'USD',
    orderId: `no-${name('orderId')}`,
    ...(promoCode === undefined ? {} : { promoCode }),
    isNewCustomer,
    identity: { ...identity, ...known(household) },
    metadata,
  };
  const touchpoints: SimulatedTouchpoint[] = [];
  if (cause && random.chance(0.08)) {
    const answer = {
      id: `survey-${name('survey')}`,
      occurredAt: instant(boughtAtMs - 500),
      kind: 'survey' as const,
      ...placeOf(cause),
      metadata,
    };
    touchpoints.push({ ...answer, identity: known(household) });
  }
  const refunds: SimulatedRefund[] = [];
  if (random.chance(0.04)) {
    const refundAt = instant(boughtAtMs + 3_600_000);
    refunds.push({
      conversionId: id,
      id: `refund-${name('refund')}`,
      occurredAt: refundAt,
      valueMinor: random.chance(0.5) ? valueMinor : valueMinor >> 1,
    });
  }
  return { touchpoints, conversions: [purchase], refunds };
}

/** Everything one visit leaves behind, in the order of time within each list. */
export function visitEvents(seed: number, visit: Visit, isNewCustomer: boolean): VisitEvents {
  const session = sessionOf(seed, visit);
  const arrival = arrivalEvents(session);
  const { random, identity, metadata, name } = session;
  const arrived: SimulatedConversion = {
    id: `visit-${name('visit')}`,
    occurredAt: instant(visit.atMs + 2_000),
    kind: 'visit',
    identity: { ...identity },
    metadata,
  };
  const conversions = [arrived];
  if (random.chance(0.18)) {
    const lead = { id: `lead-${name('lead')}`, occurredAt: instant(visit.atMs + 60_000), kind: 'lead' as const, metadata };
    conversions.push({ ...lead, identity: { ...identity, emailSha256: visit.household.emailSha256 } });
  }
  const bought = visit.buys ? purchaseEvents(session, isNewCustomer) : { touchpoints: [], conversions: [], refunds: [] };
  return {
    touchpoints: [...arrival, ...bought.touchpoints],
    conversions: [...conversions, ...bought.conversions],
    refunds: bought.refunds,
    causedBy: visit.cause?.campaign.key,
  };
}
