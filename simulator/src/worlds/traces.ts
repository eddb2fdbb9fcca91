import type { SimulatedConversion, SimulatedTouchpoint } from '../events.ts';
import type { Random } from '../random.ts';
import { DAY_MS, draw, type Ground, type Hearing, type WorldCampaign } from './ground.ts';
import { awayLine, homeLine, type Line, type Person } from './people.ts';

const HEARING_TRACE_WORD = 71;
const PURCHASE_TRACE_WORD = 72;
const PRICES = [1_900, 2_900, 3_900, 4_999, 6_900, 8_900, 12_900, 19_900];
const REMEMBERED_MS = 21 * DAY_MS;
const WEB_LISTENING = 0.1;
const LISTENING_AWAY = 0.15;
const BUYING_AWAY = 0.2;
const SIGNED_IN_STREAMING = 0.15;
const BOUGHT_IN_APP = 0.3;
const CODE_USED = 0.25;
const SURVEY = { answered: 0.1, remembered: 0.5, mistaken: 0.25 };
const VANITY = { typed: 0.07, remembered: 0.8 };
const CLICKED = 0.05;

type Identity = SimulatedTouchpoint['identity'];

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** Ids are drawn by lot: nothing in them tells of a household, of a cause or of an order of time. */
function idOf(random: Random): string {
  return random.hex(16);
}

function metadataOf({ connectionType }: Line, more: Record<string, string> = {}): Record<string, string> {
  return connectionType === undefined ? more : { connectionType, ...more };
}

function placeOf({ show, episode, placement }: Hearing, { key, channel }: WorldCampaign) {
  return { campaign: key, channel, ...(show === null || episode === null || placement === null ? {} : { show, episode, placement }) };
}

/** An ad heard, as a host or a pixel reports it. */
export function hearingTrace(ground: Ground, person: Person, hearing: Hearing): SimulatedTouchpoint {
  const random = draw(ground, HEARING_TRACE_WORD, person.index, hearing.serial);
  const id = idOf(random);
  const isStreamed = hearing.show === null;
  const isImpression = isStreamed || random.chance(0.35);
  const isAway = random.chance(LISTENING_AWAY);
  const line = isAway ? awayLine(ground, person, hearing.atMs) : homeLine(person, hearing.atMs, random);
  const userAgent = random.pick(random.chance(WEB_LISTENING) ? person.browserAgents : person.playerAgents);
  const identity: Identity = random.chance(ground.noise.missingAddresses) ? { userAgent } : { ip: line.ip, userAgent };
  if (isStreamed) identity.deviceId = person.deviceId;
  if (isStreamed && random.chance(SIGNED_IN_STREAMING)) identity.emailSha256 = person.emailSha256;
  return {
    id,
    occurredAt: instant(hearing.atMs),
    kind: isImpression ? 'impression' : 'download',
    ...placeOf(hearing, ground.campaigns[hearing.campaign]),
    identity,
    metadata: metadataOf(line, { evidence: isImpression ? 'ad_pixel' : 'host_log_bytes' }),
  };
}

interface Session {
  ground: Ground;
  person: Person;
  atMs: number;
  random: Random;
  identity: Identity;
  metadata: Record<string, string>;
  /** What the household heard in the last three weeks, oldest first. */
  recent: readonly Hearing[];
}

/** The last ad heard, which is what people think of, or any one of those they could think of. */
function thoughtOf({ recent, random }: Session, remembered: number): Hearing | undefined {
  const last = recent.at(-1);
  return last === undefined || random.chance(remembered) ? last : random.pick(recent);
}

function signal(session: Session, kind: SimulatedTouchpoint['kind'], hearing: Hearing, beforeMs: number): SimulatedTouchpoint {
  const { ground, atMs, random, identity, metadata } = session;
  const place = placeOf(hearing, ground.campaigns[hearing.campaign]);
  return { id: idOf(random), occurredAt: instant(atMs - beforeMs), kind, ...place, identity: { ...identity }, metadata };
}

/** A click or a visit by the address that an ad names; people who would have bought anyway make them, too. */
function arrivals(session: Session): SimulatedTouchpoint[] {
  const { random, identity } = session;
  const isTyped = random.chance(VANITY.typed);
  const isClicked = random.chance(CLICKED);
  const hearing = thoughtOf(session, VANITY.remembered);
  if (hearing === undefined) return [];
  if (isTyped) return [signal(session, 'vanity_visit', hearing, 180_000)];
  if (!isClicked) return [];
  identity.clickId = `click-${random.hex(16)}`;
  return [signal(session, 'click', hearing, 120_000)];
}

/** What buyers answer when asked where they heard of the shop: often the last ad, sometimes one they never heard. */
function answers(session: Session): SimulatedTouchpoint[] {
  const { ground, random, person } = session;
  const isAnswered = random.chance(SURVEY.answered);
  const isMistaken = random.chance(SURVEY.mistaken);
  const anyCampaign = random.below(ground.campaigns.length);
  const hearing = thoughtOf(session, SURVEY.remembered);
  if (!isAnswered || (hearing === undefined && !isMistaken)) return [];
  const { key, channel } = ground.campaigns[isMistaken || hearing === undefined ? anyCampaign : hearing.campaign];
  const identity = { userId: person.userId, emailSha256: person.emailSha256 };
  const place = { campaign: key, channel };
  return [{ id: idOf(random), occurredAt: instant(session.atMs - 500), kind: 'survey', ...place, identity, metadata: {} }];
}

/** A code that was heard, whether or not the ad was the reason to buy; else, now and then, one from a coupon site. */
function codeOf({ ground, random, recent }: Session): string | undefined {
  const isUsed = random.chance(CODE_USED);
  const isLeaked = random.chance(ground.noise.leaks);
  const codes = recent.flatMap(({ campaign }) => ground.campaigns[campaign].code ?? []);
  const known = ground.campaigns.flatMap(({ code }) => code ?? []);
  if (codes.length > 0) return isUsed ? random.pick(codes) : undefined;
  return isLeaked ? random.pick(known) : undefined;
}

/** What a purchase leaves behind: the order, and what people do or say on the way to it. Nothing of it depends on what caused it. */
export function purchaseTrace(ground: Ground, person: Person, purchase: { atMs: number; number: number; heard: readonly Hearing[] }) {
  const { atMs, number, heard } = purchase;
  const random = draw(ground, PURCHASE_TRACE_WORD, person.index, number);
  const id = idOf(random);
  const line = random.chance(BUYING_AWAY) ? awayLine(ground, person, atMs) : homeLine(person, atMs, random);
  const userAgent = random.pick(person.browserAgents);
  const isAddressless = random.chance(ground.noise.missingAddresses);
  const identity: Identity = isAddressless ? { userId: person.userId } : { ip: line.ip, userAgent };
  const recent = heard.filter((hearing) => hearing.atMs < atMs && hearing.atMs >= atMs - REMEMBERED_MS);
  const session: Session = { ground, person, atMs, random, identity, metadata: metadataOf(line), recent };
  const arrived = arrivals(session);
  const promoCode = codeOf(session);
  const known: Identity = { userId: person.userId, emailSha256: person.emailSha256 };
  if (random.chance(BOUGHT_IN_APP)) known.deviceId = person.deviceId;
  const conversion: SimulatedConversion = {
    id,
    occurredAt: instant(atMs),
    kind: 'purchase',
    valueMinor: random.pick(PRICES),
    currency: 'USD',
    orderId: `no-${random.hex(12)}`,
    ...(promoCode === undefined ? {} : { promoCode }),
    isNewCustomer: number === 0,
    identity: { ...identity, ...known },
    metadata: session.metadata,
  };
  return { touchpoints: [...arrived, ...answers(session)], conversion };
}
