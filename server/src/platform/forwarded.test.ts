import { describe, expect, test } from 'vitest';
import { listenerAddress } from './forwarded.ts';
import { readNetworks } from './outbound-address.ts';

const trusted = readNetworks(['10.0.0.0/8', '2001:db8:aaaa::/48', '127.0.0.1']);

describe('the address of a listener', () => {
  test.each([
    ['the connection’s, where nobody is trusted', '10.0.0.1', '203.0.113.9', [], '10.0.0.1'],
    ['the connection’s, where it is no proxy, whatever it claims', '198.51.100.7', '203.0.113.9', trusted, '198.51.100.7'],
    ['what the proxy says', '10.0.0.1', '203.0.113.9', trusted, '203.0.113.9'],
    ['the right-most that is no proxy', '10.0.0.1', '192.0.2.66, 203.0.113.9, 10.0.0.2', trusted, '203.0.113.9'],
    ['never what a listener wrote left of that', '10.0.0.1', '10.9.9.9, 192.0.2.66, 203.0.113.9', trusted, '203.0.113.9'],
    ['the left-most, where all are proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', trusted, '10.0.0.3'],
    ['the proxy’s, where it says nothing', '10.0.0.1', undefined, trusted, '10.0.0.1'],
    ['the proxy’s, where what it says is no address', '10.0.0.1', 'unknown', trusted, '10.0.0.1'],
    ['the proxy’s, where what it says is empty', '10.0.0.1', ' , ', trusted, '10.0.0.1'],
    ['that of the last good hop, where the next is malformed', '10.0.0.1', '203.0.113.9, _hidden, 10.0.0.2', trusted, '10.0.0.2'],
    ['without its port', '10.0.0.1', '203.0.113.9:51234', trusted, '203.0.113.9'],
    ['an IPv6 one', '2001:db8:aaaa::1', '2001:DB8:0:0::9', trusted, '2001:db8::9'],
    ['an IPv6 one in brackets with its port', '10.0.0.1', '[2001:db8::9]:443', trusted, '2001:db8::9'],
    ['a quoted one', '10.0.0.1', '"[2001:db8::9]:443"', trusted, '2001:db8::9'],
    ['an IPv4 one in the clothes of IPv6', '::ffff:10.0.0.1', '::ffff:203.0.113.9', trusted, '203.0.113.9'],
    ['an IPv6 one without its zone', 'fe80::1%eth0', undefined, trusted, 'fe80::1'],
    ['none that is spelled to be misread', '10.0.0.1', '0x7f.1', trusted, '10.0.0.1'],
    ['none with octal numbers', '10.0.0.1', '010.0.0.9', trusted, '10.0.0.1'],
    ['none out of range', '10.0.0.1', '203.0.113.999', trusted, '10.0.0.1'],
    ['empty, where the connection has none', undefined, '203.0.113.9', trusted, ''],
  ])('is %s', (...[, remote, forwarded, networks, address]) => {
    expect(listenerAddress(remote, forwarded, networks)).toBe(address);
  });

  test('is found in a header that is as long as one may be', () => {
    const forwarded = `203.0.113.9, ${Array.from({ length: 1_300 }, () => '10.0.0.2').join(',')}`;
    expect(listenerAddress('10.0.0.1', forwarded, trusted)).toBe('203.0.113.9');
  });
});
