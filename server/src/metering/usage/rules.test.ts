import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantityOf, usageRow } from './rules.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const own = new Map([
  ['hours', { unit: 'hours', aggregation: 'sum', description: '' }],
  ['calls', { unit: 'calls', aggregation: 'count', description: '' }],
  ['people', { unit: 'people', aggregation: 'unique', description: '' }],
] as const);
const limits = { nowMs: NOW_MS, own, key: createSecretKey(Buffer.alloc(32, 1)) };
const event = { id: 'e-1', source: 'host-1', type: 'hours', time: '2026-11-20T11:00:00Z', data: { value: 1.5 } };
const told = (change: object) => {
  const checked = usageRow({ ...event, ...change }, limits);
  return 'row' in checked ? checked.row : checked.rejection;
};

describe('a quantity', () => {
  test('is exact as text, and to ten decimals as a number', () => {
    expect(['0', '007.50', '999999999999999.9999999999', '0.0000000001'].map(quantityOf)).toEqual([
      '0',
      '7.5',
      '999999999999999.9999999999',
      '0.0000000001',
    ]);
    expect([0.1 + 0.2, 1e-7, 1e-11, 12].map(quantityOf)).toEqual(['0.3', '0.0000001', '0', '12']);
  });

  test('is never NaN, infinite, negative, with an exponent, too large, or a word', () => {
    for (const value of [NaN, Infinity, -Infinity, -1, -0, 1e15, '1e3', '-1', '+1', '', ' 1', '1.', '.5', '1_000', 'NaN', '1e309'])
      expect(quantityOf(value)).toBeUndefined();
    expect(quantityOf('1000000000000000')).toBeUndefined();
    expect(quantityOf('0.00000000001')).toBeUndefined();
  });

  test('reads the same whatever zeros are written around it', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 14n - 1n), fc.bigInt(0n, 10n ** 8n - 1n), (whole, decimals) => {
        const text = `${whole}.${String(decimals).padStart(8, '0')}`;
        expect(quantityOf(`0${text}0`)).toBe(quantityOf(text));
        expect(Number(quantityOf(text))).toBe(Number(text));
      }),
    );
  });
});

describe('an event of usage', () => {
  test('becomes a row in UTC with an exact quantity', () => {
    const row = { source: 'host-1', id: 'e-1', meter: 'hours', occurredAt: '2026-11-20T11:00:00.000Z', quantity: '1.5' };
    expect(told({})).toMatchObject({ ...row, campaign: '', feature: '' });
    expect(told({ time: '2026-11-20T13:00:00+02:00' })).toEqual(told({}));
    expect(told({ data: { value: '1.50' } })).toEqual(told({}));
    expect(told({ data: { value: 1.5, campaign: 'spring' } })).not.toEqual(told({}));
    expect(told({ type: 'calls', data: undefined })).toMatchObject({ quantity: '1' });
  });

  test('of different values holds none of them in the clear', () => {
    const row = told({ type: 'people', data: { value: 'somebody@example.com' } });
    expect(row).toMatchObject({ quantity: '1', valueHash: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
    expect(JSON.stringify(row)).not.toContain('somebody');
  });

  test.each([
    ['an unknown meter', { type: 'nothing' }, ['invalid', '/type', /there is no meter "nothing"; make it first with PUT/] as const],
    ['a built-in meter', { type: 'events' }, ['invalid', '/type', /"events" is counted by Earshot itself/] as const],
    ['a time too far back', { time: '2026-10-16T11:59:59Z' }, ['too_old', '/time', /more than 35 days back/] as const],
    ['a time ahead', { time: '2026-11-20T12:05:01Z' }, ['in_future', '/time', /more than 5 minutes in the future/] as const],
    ['no value', { data: {} }, ['invalid', '/data/value', /data.value is missing/] as const],
    ['a negative value', { data: { value: -1 } }, ['invalid', '/data/value', /decimal that is not negative/] as const],
    ['NaN as text', { data: { value: 'NaN' } }, ['invalid', '/data/value', /decimal that is not negative/] as const],
    ['a value where events are counted', { type: 'calls', data: { value: 2 } }, ['invalid', '/data/value', /must be left out/] as const],
    ['a number as a different value', { type: 'people', data: { value: 2 } }, ['invalid', '/data/value', /must be text/] as const],
    ['Earshot’s own source', { source: 'earshot' }, ['invalid', '/source', /"earshot".* is what Earshot counts itself/] as const],
    ['a part of it', { source: 'earshot:jobs' }, ['invalid', '/source', /name the source otherwise/] as const],
    ['a path of it', { source: 'earshot/jobs' }, ['invalid', '/source', /name the source otherwise/] as const],
    ['no id', { id: '' }, ['invalid', '/id', /must not be empty/] as const],
    ['a field there is not', { tenant: 'x' }, ['invalid', '/tenant', /./] as const],
  ])('is refused for %s', (_what, change, [code, pointer, detail]) => {
    const rejection = told(change);
    expect(rejection).toMatchObject({ code, errors: [{ pointer }] });
    expect((rejection as { detail: string }).detail).toMatch(detail);
  });

  test('of a source whose name only begins alike is taken', () => {
    expect(told({ source: 'earshots-of-ours' })).toHaveProperty('meter');
    expect(told({ source: 'jobs/earshot' })).toHaveProperty('meter');
  });

  test('at either edge of the time it may be told in is taken', () => {
    expect(told({ time: '2026-10-16T12:00:00Z' })).toHaveProperty('meter');
    expect(told({ time: '2026-11-20T12:05:00Z' })).toHaveProperty('meter');
  });
});
