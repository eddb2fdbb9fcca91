import { type SimulatedConversion, type SimulatedTouchpoint, simulateWorld } from '../../../../simulator/src/index.ts';
import { SAMPLE_ID, SAMPLE_KEY } from '../../platform/sample-names.ts';

const DAY_MS = 86_400_000;
/** Some 400 touchpoints and 120 conversions, 40 of them purchases. */
const WORLD = { seed: 11, households: 60, days: 28, responsiveness: 60 };

/** The first day of a world that ends with yesterday. */
export function sampleStart(nowMs: number): string {
  return new Date((Math.floor(nowMs / DAY_MS) - WORLD.days) * DAY_MS).toISOString().slice(0, 10);
}

const keyOf = (key: string) => `${SAMPLE_KEY}${key}`;
const codeOf = (code: string) => `${SAMPLE_KEY}${code}`.toUpperCase();
const idOf = (id: string) => `${SAMPLE_ID}${id}`;

type Identity = SimulatedTouchpoint['identity'];

/** Whoever asks for the address of a household gets the same one of 2001:db8::/32, which is for documentation (RFC 3849) and nobody's. */
function openAddresses(): (ip: string) => string {
  const numbers = new Map<string, number>();
  return (ip) => {
    const number = numbers.get(ip) ?? numbers.size + 1;
    numbers.set(ip, number);
    return `2001:db8:ea:${number.toString(16)}::1`;
  };
}

function identityOf({ ip, userId, deviceId, clickId, ...rest }: Identity, addressOf: (ip: string) => string): Identity {
  return {
    ...rest,
    ...(ip === undefined ? {} : { ip: addressOf(ip) }),
    ...(userId === undefined ? {} : { userId: idOf(userId) }),
    ...(deviceId === undefined ? {} : { deviceId: idOf(deviceId) }),
    ...(clickId === undefined ? {} : { clickId: idOf(clickId) }),
  };
}

function touchpointOf(touchpoint: SimulatedTouchpoint, addressOf: (ip: string) => string): SimulatedTouchpoint {
  const { id, campaign, show, episode, identity } = touchpoint;
  return {
    ...touchpoint,
    id: idOf(id),
    campaign: keyOf(campaign),
    ...(show === undefined ? {} : { show: keyOf(show) }),
    ...(episode === undefined ? {} : { episode: keyOf(episode) }),
    identity: identityOf(identity, addressOf),
  };
}

function conversionOf(conversion: SimulatedConversion, addressOf: (ip: string) => string): SimulatedConversion {
  const { id, orderId, promoCode, identity } = conversion;
  return {
    ...conversion,
    id: idOf(id),
    ...(orderId === undefined ? {} : { orderId: idOf(orderId) }),
    ...(promoCode === undefined ? {} : { promoCode: codeOf(promoCode) }),
    identity: identityOf(identity, addressOf),
  };
}

/**
 * The events and the catalogue of the sample world that begins on a day; the same day makes the same. Its people, orders and keys are ones
 * that no real event has, so that none of them is ever matched with one.
 */
export function sampleWorld(startsOn: string) {
  const world = simulateWorld({ ...WORLD, startAt: `${startsOn}T00:00:00Z` });
  const addressOf = openAddresses();
  const { campaigns, shows, episodes } = world.catalog;
  return {
    campaigns: campaigns.map(({ codes, ...campaign }) => ({
      ...campaign,
      key: keyOf(campaign.key),
      name: `${campaign.name} (sample)`,
      spendMinor: Math.round(campaign.spendMinor / 10),
      codes: codes.map(({ code, show }) => ({ code: codeOf(code), show: show === null ? null : keyOf(show) })),
    })),
    shows: shows.map(({ key, name }) => ({ key: keyOf(key), name: `${name} (sample)` })),
    episodes: episodes.map(({ key, name }) => ({ key: keyOf(key), name: `${name} (sample)` })),
    touchpoints: [...world.touchpoints()].map((one) => touchpointOf(one, addressOf)),
    conversions: [...world.conversions()].map((one) => conversionOf(one, addressOf)),
  };
}
