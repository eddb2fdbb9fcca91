import type { Random } from '../random.ts';
import { DAY_MS, draw, type Ground } from './ground.ts';

const PERSON_WORD = 61;
const LINE_WORD = 62;
const SWAP_WORD = 63;
const AWAY_WORD = 64;
const HOUSE_HOUSEHOLDS = 5;
const OFFICE_HOUSEHOLDS = 60;
const CARRIER_HOUSEHOLDS = 150;
const RELAY_ADDRESSES = 97;
const IPV6_SHARE = 0.25;
/** Of homes, those that lists of networks know as such. */
const KNOWN_HOMES = 0.6;

type Connection = 'household' | 'mobile' | 'business' | 'relay';

/** A connection to the internet as others see it. */
export interface Line {
  ip: string;
  /** What lists of networks say of it; undefined where they say nothing. */
  connectionType: Connection | undefined;
}

/** The devices, names and lines of a household. */
export interface Person {
  index: number;
  /** The line of its home, and from `movedMs` on that of its neighbour. */
  line: Line;
  laterLine: Line;
  movedMs: number;
  /** Whether lists know the network of its phones. */
  isMobileKnown: boolean;
  playerAgents: string[];
  browserAgents: string[];
  deviceId: string;
  userId: string;
  emailSha256: string;
}

function ipv4(firstOctet: number, number: number): string {
  return `${firstOctet}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

function playerAgent(random: Random): string {
  const minor = random.below(30);
  return random.pick([
    `Podcasts/${1_680 + minor}.1 CFNetwork/1498 Darwin/23.${random.below(6)}.0`,
    `Spotify/8.9.${minor} Android/${30 + random.below(5)}`,
    `Overcast/2026.${1 + random.below(9)} (+http://overcast.fm/; iOS podcast app)`,
    `PocketCasts/7.${40 + minor} Android/${30 + random.below(5)}`,
    `AntennaPod/3.${random.below(6)}.${random.below(3)}`,
  ]);
}

function browserAgent(random: Random): string {
  const version = 120 + random.below(25);
  return random.pick([
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/${version}.0.0.0 Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/${version}.0.0.0 Mobile Safari/537.36`,
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_${random.below(7)} like Mac OS X) AppleWebKit/605.1 Version/18.${random.below(7)} Safari/604.1`,
  ]);
}

/** The household of this number, always the same. */
export function personOf(ground: Ground, index: number): Person {
  const random = draw(ground, PERSON_WORD, index);
  return {
    index,
    line: lineOf(ground, index),
    laterLine: lineOf(ground, index ^ 1),
    movedMs: movedMs(ground, index),
    isMobileKnown: !random.chance(ground.noise.unknownLines),
    playerAgents: Array.from({ length: 1 + random.below(3) }, () => playerAgent(random)),
    browserAgents: [browserAgent(random), browserAgent(random)],
    deviceId: `device-${random.hex(16)}`,
    userId: `user-${random.hex(12)}`,
    emailSha256: random.hex(64),
  };
}

/** The line of a household's home. */
function lineOf(ground: Ground, index: number): Line {
  const { noise } = ground;
  const random = draw(ground, LINE_WORD, index);
  const kind = random.next();
  const isUnknown = random.chance(noise.unknownLines);
  const isKnownHome = random.chance(KNOWN_HOMES);
  const isIpv6 = random.chance(IPV6_SHARE);
  const known = (connectionType: Connection) => (isUnknown ? undefined : connectionType);
  if (kind < noise.relays) return { ip: ipv4(172, (224 << 16) | (index % RELAY_ADDRESSES)), connectionType: known('relay') };
  if (kind < noise.relays + noise.carriers) return { ip: carrierIp(index), connectionType: known('mobile') };
  if (kind < noise.relays + noise.carriers + noise.offices) {
    return { ip: ipv4(66, Math.floor(index / OFFICE_HOUSEHOLDS)), connectionType: known('business') };
  }
  const home = isKnownHome ? 'household' : undefined;
  if (kind > 1 - noise.sharedLines) return { ip: ipv4(81, Math.floor(index / HOUSE_HOUSEHOLDS)), connectionType: home };
  if (isIpv6) return { ip: `2001:db8:${(index >>> 16).toString(16)}:${(index & 0xffff).toString(16)}::`, connectionType: home };
  return { ip: ipv4(24, index), connectionType: home };
}

/** 100.64.0.0/10 is set aside for carriers, who put many customers behind one address (RFC 6598). */
function carrierIp(index: number): string {
  return ipv4(100, (64 << 16) | Math.floor(index / CARRIER_HOUSEHOLDS));
}

/** From when on neighbours in number have each other's address; Infinity for most. */
function movedMs(ground: Ground, index: number): number {
  const random = draw(ground, SWAP_WORD, index >> 1);
  return random.chance(ground.noise.swaps) ? ground.startMs + random.below(ground.days) * DAY_MS : Infinity;
}

/** Where a household's home is on the internet at an instant. Devices choose the end of an IPv6 address anew each time (RFC 8981). */
export function homeLine({ line, laterLine, movedMs: until }: Person, atMs: number, random: Random): Line {
  const { ip, connectionType } = atMs < until ? line : laterLine;
  return ip.endsWith('::') ? { ip: `${ip}${1 + random.below(9_999)}`, connectionType } : { ip, connectionType };
}

/** The network of a phone away from home, which gives out addresses anew every day. */
export function awayLine(ground: Ground, { index, isMobileKnown }: Person, atMs: number): Line {
  const random = draw(ground, AWAY_WORD, index, Math.floor(atMs / DAY_MS));
  const pool = Math.floor(index / CARRIER_HOUSEHOLDS) * 8 + random.below(8);
  return { ip: ipv4(100, (96 << 16) | pool), connectionType: isMobileKnown ? 'mobile' : undefined };
}
