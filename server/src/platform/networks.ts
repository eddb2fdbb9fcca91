import ipaddr from 'ipaddr.js';

/** The part of an address that names a network rather than a device: what providers give one customer. */
const PREFIX_BITS = { ipv4: 24, ipv6: 48 } as const;
const MAPPED_BITS = 96;
/** What one device of IPv6 may take addresses from at will (RFC 4291, section 2.5.1), and what providers give one customer (RFC 6177). */
const COUNTED_BITS = { one: 64, wide: 48 } as const;

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Only the usual spellings: the parser also takes octal, hexadecimal and shortened IPv4 addresses, which people misread. */
function parseAddress(text: string): Address | undefined {
  const plain = text.split('%')[0];
  if (ipaddr.IPv4.isValidFourPartDecimal(plain)) return ipaddr.IPv4.parse(plain);
  return plain.includes(':') && ipaddr.IPv6.isValid(plain) ? ipaddr.process(plain) : undefined;
}

function written(address: Address): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

function cut(address: Address, bits: number): string {
  const bytes = address.toByteArray().map((byte, place) => {
    const kept = Math.min(Math.max(bits - place * 8, 0), 8);
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return `${written(ipaddr.fromByteArray(bytes))}/${bits}`;
}

/**
 * A network in its one spelling, such as `203.0.113.0/24` or `2001:db8::/48`: bits of single devices are cleared, a plain address is a
 * network of one, and an IPv4 address written as IPv6 is read as IPv4. Undefined for anything else.
 */
export function networkOf(text: string): string | undefined {
  const [, host, length] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = host === undefined ? undefined : parseAddress(host);
  if (host === undefined || address === undefined) return undefined;
  const most = address.kind() === 'ipv4' ? 32 : 128;
  const isMapped = most === 32 && host.includes(':');
  const bits = length === undefined ? most : Number(length) - (isMapped ? MAPPED_BITS : 0);
  return bits >= 0 && bits <= most ? cut(address, bits) : undefined;
}

function parts(network: string): [Address, number] {
  const [host, bits] = network.split('/');
  return [ipaddr.parse(host), Number(bits)];
}

/** True when an address on the web leads to the machine that asks for it, so that nobody elsewhere can use it. */
export function isOfThisMachine(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[\da-f]{2}:[\da-f]+\])$/.test(hostname);
}

/** True when every address of `inner` is one of `outer`; both as `networkOf` writes them. */
export function holdsNetwork(outer: string, inner: string): boolean {
  const [[outerAddress, outerBits], [innerAddress, innerBits]] = [parts(outer), parts(inner)];
  return outerAddress.kind() === innerAddress.kind() && innerBits >= outerBits && innerAddress.match(outerAddress, outerBits);
}

/** True when an address, as a connection names it, belongs to one of the networks; false for what is no address. */
export function isWithin(address: string, networks: readonly string[]): boolean {
  const own = networkOf(address.split('%')[0]);
  return own !== undefined && networks.some((network) => holdsNetwork(network, own));
}

/** The network of an address as far as it is worth keeping: /24 of IPv4, /48 of IPv6; "unknown" for what is no address. */
export function networkPrefix(address: string): string {
  const parsed = parseAddress(address);
  return parsed === undefined ? 'unknown' : cut(parsed, PREFIX_BITS[parsed.kind()]);
}

/** What requests and guesses from an address are counted under. */
export interface Counted {
  /** What one device can have: an IPv4 address, or the /64 of IPv6, whose 2^64 addresses are all its own. */
  one: string;
  /** What one customer can have: the /48 of IPv6, with 65,536 times as many; undefined for IPv4. */
  wide: string | undefined;
}

/** What an address is counted under; what is no address, under itself. */
export function countedAs(address: string): Counted {
  const parsed = parseAddress(address);
  if (parsed?.kind() !== 'ipv6') return { one: parsed?.toString() ?? address, wide: undefined };
  return { one: cut(parsed, COUNTED_BITS.one), wide: cut(parsed, COUNTED_BITS.wide) };
}
