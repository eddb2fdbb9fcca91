import { createHash } from 'node:crypto';
import type { SimulatedConversion, SimulatedTouchpoint } from '../../../../simulator/src/index.ts';
import type { ConversionEvidence, TouchpointEvidence } from '../../tracking/evidence/service.ts';
import { EXPOSURE_EVIDENCES } from '../../tracking/intake/schema.ts';

type Identity = SimulatedTouchpoint['identity'];
type Keys = Pick<TouchpointEvidence, 'addressKey' | 'agentKey' | 'userKey' | 'emailKey' | 'deviceKey' | 'clickKey'>;
type ConnectionType = TouchpointEvidence['connectionType'];

/** How events become evidence: as a tenant's intake sees them, or as if everybody were known. */
export interface Reading {
  touchpoint(event: SimulatedTouchpoint, household: number): TouchpointEvidence;
  conversion(event: SimulatedConversion, household: number): ConversionEvidence;
}

const CONNECTION_TYPES = ['household', 'mobile', 'business', 'relay', 'datacenter'] as const;

function connectionTypeOf({ connectionType }: Record<string, string>): ConnectionType {
  return CONNECTION_TYPES.find((known) => known === connectionType) ?? 'unknown';
}

/** IPv6 is cut to its /64 (METHOD §4); simulated addresses write out their first four groups. */
function householdAddress(ip: string): string {
  return ip.includes(':') ? ip.split(':').slice(0, 4).join(':') : ip;
}

/** Keys as intake would make them, of a hash without a secret: 32 hexadecimal digits for each text of each kind. */
function openKeys() {
  const known = new Map<string, string>();
  return (kind: string, text: string): string => {
    const content = `${kind}\0${text}`;
    let key = known.get(content);
    if (key === undefined) known.set(content, (key = createHash('sha256').update(content).digest('hex').slice(0, 32)));
    return key;
  };
}

type KeyOf = ReturnType<typeof openKeys>;

function keysOf({ ip, userAgent, userId, emailSha256, deviceId, clickId }: Identity, keyOf: KeyOf): Keys {
  return {
    ...(ip === undefined ? {} : { addressKey: keyOf('address', householdAddress(ip)) }),
    ...(userAgent === undefined ? {} : { agentKey: keyOf('agent', userAgent) }),
    ...(userId === undefined ? {} : { userKey: keyOf('user', userId) }),
    ...(emailSha256 === undefined ? {} : { emailKey: keyOf('email', emailSha256) }),
    ...(deviceId === undefined ? {} : { deviceKey: keyOf('device', deviceId) }),
    ...(clickId === undefined ? {} : { clickKey: keyOf('click', clickId) }),
  };
}

function touchpointOf(event: SimulatedTouchpoint, keys: Keys): TouchpointEvidence {
  const isExposure = event.kind === 'download' || event.kind === 'impression';
  return {
    ...keys,
    id: event.id,
    occurredAtMs: Date.parse(event.occurredAt),
    kind: event.kind,
    campaign: event.campaign,
    channel: event.channel,
    show: event.show ?? null,
    episode: event.episode ?? null,
    placement: event.placement ?? null,
    deliveryEvidence: isExposure ? (EXPOSURE_EVIDENCES.find((one) => one === event.metadata.evidence) ?? 'reported') : null,
    connectionType: connectionTypeOf(event.metadata),
  };
}

function conversionOf(event: SimulatedConversion, keys: Keys): ConversionEvidence {
  return {
    ...keys,
    id: event.id,
    occurredAtMs: Date.parse(event.occurredAt),
    kind: event.kind,
    source: 'server',
    valueMinor: event.valueMinor ?? null,
    currency: event.currency ?? null,
    orderId: event.orderId ?? null,
    order: event.orderId ?? null,
    shop: null,
    promoCode: event.promoCode ?? null,
    isNewCustomer: event.isNewCustomer ?? null,
    connectionType: connectionTypeOf(event.metadata),
    referrer: null,
    utm: null,
    refundedMinor: 0,
    chargedBackMinor: 0,
    isErased: false,
  };
}

/** Reads events as a tenant's intake does: keys of what they carry, and what they say of the connection. */
export function readEvents(): Reading {
  const keyOf = openKeys();
  return {
    touchpoint: (event) => touchpointOf(event, keysOf(event.identity, keyOf)),
    conversion: (event) => conversionOf(event, keysOf(event.identity, keyOf)),
  };
}

/** Reads events as if each household had signed in everywhere: what is left of a model's error is its own. Bots are nobody. */
export function readKnownPeople(): Reading {
  const keyOf = openKeys();
  const nameOf = (household: number): Keys => (household < 0 ? {} : { userKey: keyOf('household', String(household)) });
  return {
    touchpoint: (event, household) => touchpointOf(event, nameOf(household)),
    conversion: (event, household) => ({ ...conversionOf(event, nameOf(household)), promoCode: null }),
  };
}
