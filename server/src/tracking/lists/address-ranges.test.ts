import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AddressRange, boundsOf, indexRanges, placeOf } from './address-ranges.ts';

function found(ranges: AddressRange[], ip: string): number | undefined {
  const place = placeOf(ip);
  return place && indexRanges(ranges).find(place);
}

describe('a network', () => {
  test.each([
    ['203.0.113.0/24', '203.0.113.0', '203.0.113.255'],
    ['203.0.113.77/30', '203.0.113.76', '203.0.113.79'],
    ['203.0.113.7', '203.0.113.7', '203.0.113.7'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
  ])('%s reaches from %s to %s', (cidr, start, end) => expect(boundsOf(cidr)).toEqual({ start, end }));

  test('of IPv6 is told apart by its first 64 bits', () => {
    expect(found([{ ...bounds('2001:db8::/32'), value: 1 }], '2001:db8:ffff:ffff:1::2')).toBe(1);
    expect(found([{ ...bounds('2001:db8::/128'), value: 1 }], '2001:db8::9')).toBe(1);
    expect(found([{ ...bounds('2001:db8::/64'), value: 1 }], '2001:db8:0:1::9')).toBeUndefined();
  });

  test.each(['', 'home', '1.2.3', '1.2.3.256', '1.2.3.4/33', '::/129', '1.2.3.4/'])('%j is none', (cidr) =>
    expect(boundsOf(cidr)).toBeUndefined(),
  );
});

function bounds(cidr: string) {
  const both = boundsOf(cidr);
  if (!both) throw new Error(cidr);
  return both;
}

describe('an index of ranges', () => {
  test('finds the narrowest range, and IPv4 written as IPv6', () => {
    const ranges = ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24'].map((cidr, value) => ({ ...bounds(cidr), value }));
    expect(['10.9.9.9', '10.1.9.9', '10.1.2.3', '::ffff:10.1.2.3', '11.0.0.0'].map((ip) => found(ranges, ip))).toEqual([
      0,
      1,
      2,
      2,
      undefined,
    ]);
  });

  test('says of each place what comparing it with every range says', () => {
    const range = fc.tuple(fc.nat(80), fc.nat(40)).map(([from, length]) => ({ from, to: Math.min(from + length, 99) }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 15 }), (list) => {
        const v4 = indexRanges(list.map(({ from, to }, value) => ({ start: `10.0.0.${from}`, end: `10.0.0.${to}`, value })));
        const v6 = indexRanges(list.map(({ from, to }, value) => ({ start: `2001:db8:0:${from}::`, end: `2001:db8:0:${to}::`, value })));
        for (let at = 0; at < 100; at += 1) {
          const hits = list.map((one, value) => ({ ...one, value })).filter(({ from, to }) => from <= at && at <= to);
          const best = hits.sort((a, b) => a.from - b.from || b.to - a.to || a.value - b.value).at(-1)?.value;
          expect(v4.find({ family: 4, at: 0x0a000000 + at })).toBe(best);
          const hex = placeOf(`2001:db8:0:${at}::`);
          if (/^\d+$/.test(String(at)) && hex) expect(v6.find(hex)).toBe(bestOfHex(list, at));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('leaves out ranges that end before they start or mix families', () => {
    const bad = [
      { start: '10.0.0.9', end: '10.0.0.1', value: 1 },
      { start: '10.0.0.1', end: '::1', value: 2 },
    ];
    expect(found(bad, '10.0.0.5')).toBeUndefined();
  });
});

/** The same search over the groups as IPv6 reads them, which is in hexadecimal. */
function bestOfHex(list: { from: number; to: number }[], at: number): number | undefined {
  const hex = (digits: number) => Number.parseInt(String(digits), 16);
  const hits = list
    .map(({ from, to }, value) => ({ from: hex(from), to: hex(to), value }))
    .filter(({ from, to }) => from <= hex(at) && hex(at) <= to);
  return hits.sort((a, b) => a.from - b.from || b.to - a.to || a.value - b.value).at(-1)?.value;
}
