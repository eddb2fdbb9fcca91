import type { TouchpointEvidence } from '../../tracking/evidence/service.ts';

const CROWD_SPAN_MS = 30 * 86_400_000;

/**
 * What an exposure goes by, each a number from 32 bits of a keyed hash, 0 for none: the user, e-mail or device it carries; the address it
 * was heard at, where that may stand for a household; and for those with neither the device at its address, or its click.
 */
export interface ExposureNames {
  own: number;
  home: number;
  away: number;
}

/** Which span of 30 days an instant lies in: devices on an address are counted span by span. */
export function crowdSpanOf(atMs: number): number {
  return Math.round(atMs / CROWD_SPAN_MS);
}

function numberOf(key: string): number {
  return Number.parseInt(key.slice(0, 8), 16);
}

type Keys = Pick<TouchpointEvidence, 'userKey' | 'emailKey' | 'deviceKey' | 'addressKey' | 'agentKey' | 'clickKey' | 'connectionType'>;

/**
 * The names of an exposure, as the database tells those of stored ones; `deviceOf` makes one of an address and a user agent. On a crowded
 * address more user agents were seen in the span than a household has.
 */
export function namesOf(exposure: Keys, isCrowded: boolean, deviceOf: (address: string, agent: string) => string): ExposureNames {
  const { addressKey, agentKey, clickKey, connectionType } = exposure;
  const own = exposure.userKey ?? exposure.emailKey ?? exposure.deviceKey;
  const isAway = connectionType === 'mobile' || connectionType === 'business';
  const isNowhere = connectionType === 'relay' || connectionType === 'datacenter';
  const isHome = addressKey !== undefined && !isAway && !isNowhere && !isCrowded;
  const isDevice = isAway && addressKey !== undefined && agentKey !== undefined;
  const away = isDevice ? deviceOf(addressKey, agentKey) : clickKey;
  return {
    own: own === undefined ? 0 : numberOf(own),
    home: isHome ? numberOf(addressKey) : 0,
    away: away === undefined ? 0 : numberOf(away),
  };
}
