import { describe, expect, test } from 'vitest';
import { cellsOf, readList } from './formats.ts';

const options = { connectionType: 'datacenter' } as const;

describe('a list', () => {
  test('of patterns is read entry by entry, and what cannot be used is left out with its reason', () => {
    const entries = [
      { name: 'One', pattern: '^One/' },
      { name: 'Two', pattern: '(' },
      { pattern: 'x' },
      'nonsense',
      { name: 'Four', pattern: 'Four', category: 'bot' },
    ];
    const { content, refused } = readList(JSON.stringify({ entries }), { kind: 'apps', ...options });
    expect(content).toEqual({
      kind: 'apps',
      patterns: [
        { name: 'One', pattern: '^One/', category: undefined },
        { name: 'Four', pattern: 'Four', category: 'bot' },
      ],
    });
    expect(refused.map(({ entry }) => entry)).toEqual([2, 3, 4]);
  });

  test('of networks may be plain, with a type, or with a start and an end, with comments and a header', () => {
    const text =
      '\uFEFFcidr,type\n192.0.2.0/24 # a note\n\n198.51.100.0/24,relay\r\n203.0.113.1,203.0.113.9,mobile\n' +
      'nowhere\n203.0.113.9,203.0.113.1\n';
    expect(readList(text, { kind: 'networks', ...options })).toEqual({
      content: {
        kind: 'networks',
        ranges: [
          { start: '192.0.2.0', end: '192.0.2.255', value: 'datacenter' },
          { start: '198.51.100.0', end: '198.51.100.255', value: 'relay' },
          { start: '203.0.113.1', end: '203.0.113.9', value: 'mobile' },
        ],
      },
      refused: [
        { entry: 4, reason: '"nowhere" is no address and no network' },
        { entry: 5, reason: 'the range ends before it starts' },
      ],
    });
  });

  test('of autonomous systems has start, end, number and name, and may quote', () => {
    const { content } = readList('1.0.0.0,1.0.0.255,13335,"Cloudflare, Inc."\n2001:200::,2001:200:ffff::,AS2500,WIDE\n', {
      kind: 'asns',
      ...options,
    });
    expect(content).toEqual({
      kind: 'asns',
      ranges: [
        { start: '1.0.0.0', end: '1.0.0.255', value: '13335', label: 'Cloudflare, Inc.' },
        { start: '2001:200::', end: '2001:200:ffff::', value: '2500', label: 'WIDE' },
      ],
    });
  });

  test('of countries, with regions or without, and of types of systems is read', () => {
    expect(readList('1.0.0.0,1.0.0.255,au', { kind: 'countries', ...options }).content).toMatchObject({ ranges: [{ value: 'AU' }] });
    const places =
      '192.0.2.0/26,us-ca\n192.0.2.64/26,DE,DE-BY\n192.0.2.128/26,DE,Germany\n192.0.2.192/27,XX\n' +
      '192.0.2.224/28,US-CALI\n192.0.2.240/29,DE,US-CA\n192.0.2.248/29,UK-LND';
    const { content, refused } = readList(places, { kind: 'countries', ...options });
    expect(content).toMatchObject({ ranges: [{ value: 'US-CA' }, { value: 'DE-BY' }, { value: 'DE' }] });
    expect(refused.map(({ entry }) => entry)).toEqual([4, 5, 6, 7]);
    expect(readList('asn,type\nAS16509,datacenter\n7,moon', { kind: 'asn_types', ...options })).toMatchObject({
      content: { types: [{ asn: 16_509, connectionType: 'datacenter' }] },
      refused: [{ entry: 2 }],
    });
  });

  test.each(['', '{', '{}', '{"entries":[]}', '{"entries":[{"name":"a","pattern":"("}]}'])(
    '%j with nothing that can be used is refused',
    (text) => {
      expect(() => readList(text, { kind: 'bots', ...options })).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    },
  );

  test('has cells that may be quoted', () => expect(cellsOf('a, "b, ""c""" ,d')).toEqual(['a', 'b, "c"', 'd']));
});
