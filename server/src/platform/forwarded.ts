import ipaddr from 'ipaddr.js';
import type { Network } from './outbound-address.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** One hop: an IPv4 address, or an IPv6 one, in brackets where a port follows; some proxies add the port, some quote it all. */
const HOP = /^"?(?:\[([0-9a-f:.%a-z]+)\]|(\d{1,3}(?:\.\d{1,3}){3})|([0-9a-f:.]+(?:%\w+)?))(?::\d{1,5})?"?$/i;

function addressOf(text: string): Address | undefined {
  const [, bracketed, four, six] = HOP.exec(text.trim()) ?? [];
  const plain = (bracketed ?? four ?? six)?.split('%')[0];
  if (plain === undefined) return undefined;
  if (four !== undefined) return ipaddr.IPv4.isValidFourPartDecimal(plain) ? ipaddr.IPv4.parse(plain) : undefined;
  return plain.includes(':') && ipaddr.IPv6.isValid(plain) ? ipaddr.process(plain) : undefined;
}

function written(address: Address): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

function isOf(address: Address, networks: readonly Network[]): boolean {
  return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}

/**
 * Whose address a request is from, in its one spelling: that of the connection, unless it is one of the trusted proxies; then of the hops
 * that `X-Forwarded-For` names the right-most that is none of them. What stands left of it anybody may have written. A hop that is no
 * address ends the search: the request then is from the proxy that handed it over. Empty where the connection has no address.
 */
export function listenerAddress(remote: string | undefined, forwarded: string | undefined, trusted: readonly Network[]): string {
  let nearest = addressOf(remote ?? '');
  if (!nearest) return '';
  if (trusted.length === 0 || forwarded === undefined) return written(nearest);
  const hops = forwarded.split(',');
  while (isOf(nearest, trusted)) {
    const hop = hops.pop();
    const address = hop === undefined ? undefined : addressOf(hop);
    if (!address) break;
    nearest = address;
  }
  return written(nearest);
}
