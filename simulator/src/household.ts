import { APP_AGENTS, BROWSER_AGENTS, SHOWS } from './catalog.ts';
import { type Random, randomOf } from './random.ts';

const HOUSEHOLD_WORD = 1;
const OFFICE_HOUSEHOLDS = 60;
const CARRIER_HOUSEHOLDS = 400;
const RELAY_ADDRESSES = 97;
const DATACENTER_ADDRESSES = 32;

/** The people behind one connection, as their devices show themselves. */
export interface Household {
  index: number;
  ip: string;
  connectionType: 'household' | 'mobile' | 'business' | 'relay' | 'datacenter';
  /** The address of their phones away from home. */
  mobileIp: string;
  appAgents: string[];
  browserAgent: string;
  deviceId: string;
  userId: string;
  emailSha256: string;
  shows: string[];
}

/** Distinct addresses for up to 2^24 numbers in each first octet; the world's addresses belong to nobody in particular. */
function ipv4(firstOctet: number, index: number): string {
  return `${firstOctet + (index >>> 24)}.${(index >>> 16) & 255}.${(index >>> 8) & 255}.${index & 255}`;
}

/** 2001:db8::/32 is set aside for documentation (RFC 3849). */
function ipv6(index: number, random: Random): string {
  return `2001:db8:${(index >>> 16).toString(16)}:${(index & 0xffff).toString(16)}::${random.hex(4).replace(/^0+/, '') || '1'}`;
}

/** The address of an ordinary home line. */
export function homeIp(index: number): string {
  return ipv4(24, index);
}

/** 198.18.0.0/15 is set aside for tests of network devices (RFC 2544); here it is a data center, with few addresses for many. */
export function datacenterIp(index: number): string {
  return ipv4(198, (18 << 16) | (index % DATACENTER_ADDRESSES));
}

function connectionOf(index: number, random: Random): Pick<Household, 'ip' | 'connectionType'> {
  const draw = random.next();
  if (draw < 0.7) return { ip: homeIp(index), connectionType: 'household' };
  if (draw < 0.84) return { ip: ipv6(index, random), connectionType: 'household' };
  // Carriers put hundreds of customers behind one address of 100.64.0.0/10 (RFC 6598); offices share one too.
  if (draw < 0.91) return { ip: ipv4(100, (64 << 16) | Math.floor(index / CARRIER_HOUSEHOLDS)), connectionType: 'mobile' };
  if (draw < 0.97) return { ip: ipv4(66, Math.floor(index / OFFICE_HOUSEHOLDS)), connectionType: 'business' };
  if (draw < 0.99) return { ip: ipv4(172, (224 << 16) | (index % RELAY_ADDRESSES)), connectionType: 'relay' };
  // People behind a VPN show the address of a data center, and share it with bots.
  return { ip: datacenterIp(index), connectionType: 'datacenter' };
}

/** The household of this number in the world of this seed, always the same. */
export function householdOf(seed: number, index: number): Household {
  const random = randomOf(seed, HOUSEHOLD_WORD, index);
  const connection = connectionOf(index, random);
  const shows = SHOWS.filter(({ audience }) => random.chance(audience)).map(({ key }) => key);
  return {
    index,
    ...connection,
    mobileIp: ipv4(100, (64 << 16) | (1 << 14) | Math.floor(index / CARRIER_HOUSEHOLDS)),
    appAgents: Array.from({ length: 1 + random.below(3) }, () => random.pick(APP_AGENTS)),
    browserAgent: random.pick(BROWSER_AGENTS),
    deviceId: `device-${random.hex(16)}`,
    userId: `user-${index}`,
    emailSha256: random.hex(64),
    shows,
  };
}
