import { describe, expect, test } from 'vitest';
import { countedAs, holdsNetwork, isWithin, networkOf, networkPrefix } from './networks.ts';

describe('a network', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.7/24', '203.0.113.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.255.255.255/9', '10.128.0.0/9'],
    ['2001:DB8:0:0::1', '2001:db8::1/128'],
    ['2001:db8:abcd:12ff::/57', '2001:db8:abcd:1280::/57'],
    ['::ffff:203.0.113.7', '203.0.113.7/32'],
    ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
  ])('%s is written %s', (text, network) => {
    expect(networkOf(text)).toBe(network);
    expect(networkOf(network)).toBe(network);
  });

  test.each([
    '',
    'x',
    '1.2.3',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '2130706433',
    '1.2.3.4/33',
    '::/129',
    '1.2.3.4/-1',
    '1.2.3.4/',
    '/8',
    '1.2.3.4/8/8',
  ])('%j is none', (text) => expect(networkOf(text)).toBeUndefined());

  test.each(['::ffff:1.2.3.4/95', 'fe80::1%eth0', ' 1.2.3.4', '1.2.3.4 ', '1.2.3.4/1.5', '１.2.3.4'])('%j is none either', (text) =>
    expect(networkOf(text)).toBeUndefined(),
  );

  test('holds itself and its parts, never a wider one, nor one of the other family', () => {
    expect(holdsNetwork('10.0.0.0/8', '10.1.0.0/16')).toBe(true);
    expect(holdsNetwork('10.0.0.0/8', '10.0.0.0/8')).toBe(true);
    expect(holdsNetwork('10.1.0.0/16', '10.0.0.0/8')).toBe(false);
    expect(holdsNetwork('0.0.0.0/0', '::/0')).toBe(false);
    expect(holdsNetwork('2001:db8::/32', '2001:db8:1::/48')).toBe(true);
  });
});

describe('an address', () => {
  test('belongs to the networks that hold it, however it is written', () => {
    const networks = ['203.0.113.0/24', '2001:db8::/32'];
    for (const address of ['203.0.113.9', '::ffff:203.0.113.9', '2001:db8::9', '2001:db8::9%eth0'])
      expect(isWithin(address, networks)).toBe(true);
    for (const address of ['203.0.114.9', '2001:db9::9', '::1', 'x', '']) expect(isWithin(address, networks)).toBe(false);
    expect(isWithin('203.0.113.9', [])).toBe(false);
  });

  test('is kept as its network alone', () => {
    expect(networkPrefix('203.0.113.9')).toBe('203.0.113.0/24');
    expect(networkPrefix('::ffff:203.0.113.9')).toBe('203.0.113.0/24');
    expect(networkPrefix('2001:db8:1:2::9')).toBe('2001:db8:1::/48');
    expect(networkPrefix('nonsense')).toBe('unknown');
  });

  test('is counted with all that its device can have, and in IPv6 with all that its customer can have too', () => {
    expect(countedAs('203.0.113.9')).toEqual({ one: '203.0.113.9', wide: undefined });
    expect(countedAs('::ffff:203.0.113.9')).toEqual({ one: '203.0.113.9', wide: undefined });
    for (const address of ['2001:db8:1:2::9', '2001:DB8:1:2:a:b:c:d', '2001:db8:1:2::9%eth0'])
      expect(countedAs(address)).toEqual({ one: '2001:db8:1:2::/64', wide: '2001:db8:1::/48' });
    expect(countedAs('unknown')).toEqual({ one: 'unknown', wide: undefined });
  });
});
