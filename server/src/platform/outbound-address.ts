import ipaddr from 'ipaddr.js';

/** An address range such as 10.0.0.0/8. */
export type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** What an address is to outgoing requests: on the public internet, in a network the operator named, or neither. */
export type Standing = 'public' | 'named' | 'refused';

/** What of IPv6 is given out for global unicast (RFC 4291 §2.4, IANA's registry). */
const GLOBAL_IPV6: Network = ipaddr.IPv6.parseCIDR('2000::/3');

/** Reads addresses and CIDR ranges. @throws Error for a text that is neither. */
export function readNetworks(texts: readonly string[]): Network[] {
  return texts.map((text) => {
    if (text.includes('/')) return ipaddr.parseCIDR(text);
    const address = ipaddr.parse(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  });
}

/**
 * Where an address stands, an IPv4 address in IPv6's clothes as the IPv4 address it is. Only what every registry calls unicast is public:
 * loopback, private, link-local, shared, translated and reserved ranges are not.
 */
export function standingOf(address: string, named: readonly Network[]): Standing {
  if (!ipaddr.isValid(address)) return 'refused';
  const plain = ipaddr.process(address);
  if (named.some(([network, bits]) => network.kind() === plain.kind() && plain.match(network, bits))) return 'named';
  const isAssigned = plain.kind() === 'ipv4' || plain.match(GLOBAL_IPV6);
  return isAssigned && plain.range() === 'unicast' ? 'public' : 'refused';
}
