import { describe, expect, test } from 'vitest';
import type { Meter } from '../usage/schema.ts';
import { BUILT_IN } from '../usage/meters.ts';
import { hasRoom, isMoney, limitFault, limitReached, noticeOf, percentOf, standingOf, STOPPABLE, warningOf, whenUnknown } from './rules.ts';
import { type Limit, LimitInput } from './schema.ts';

const LIMIT: Limit = {
  key: 'studio',
  meter: 'hours',
  unit: 'hours',
  entity: { type: 'feature', key: 'mixing' },
  period: 'month',
  timeZone: 'UTC',
  soft: '5',
  hard: '10',
  gracePercent: 0,
  graceUntil: null,
  allowed: '10',
  used: '0',
  reserved: '0',
  percent: 0,
  standing: 'below',
  periodStartsAt: '2026-11-01T00:00:00Z',
  resetsAt: '2026-12-01T00:00:00Z',
  whenUnknown: 'refuse',
};

describe('where a limit stands', () => {
  test.each([
    ['4.9999999999', '0', {}, 'below', 49],
    ['4', '1', {}, 'soft', 50],
    ['9.9999999999', '0.0000000001', {}, 'hard', 100],
    ['10', '0', { allowed: '12' }, 'grace', 100],
    ['12', '0', { allowed: '12' }, 'hard', 120],
    ['99', '0', { allowed: null }, 'grace', 990],
    ['99', '0', { hard: null, allowed: null }, 'soft', 1_980],
    ['0', '0', { soft: null, hard: '0', allowed: '0' }, 'hard', 100],
    ['900000000000000', '0', { hard: '0.0000000001', allowed: '0.0000000001' }, 'hard', 1_000_000],
  ])('with %s used and %s reserved of %j is %s, %d percent', (...row) => {
    const [used, reserved, more, standing, percent] = row;
    const limit = { ...LIMIT, ...more, used, reserved };
    expect({ standing: standingOf(limit), percent: percentOf(limit) }).toEqual({ standing, percent });
  });

  test('leaves room to the last digit, and always for what takes nothing', () => {
    const of = (used: string, quantity: string) => hasRoom({ allowed: '10', used, reserved: '1' }, quantity);
    expect([of('8', '1'), of('8', '1.0000000001'), of('20', '0'), hasRoom({ ...LIMIT, allowed: null }, '99')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
});

test('a refusal names entity, limit, what is used and when counting begins anew, and what to do', () => {
  const limit = { ...LIMIT, used: '8', reserved: '1.5' };
  const refused = limitReached(limit, '2', Date.parse('2026-11-30T23:59:30.5Z'));
  expect(refused).toMatchObject({
    code: 'quota_exceeded',
    message:
      'The limit "studio" lets the feature "mixing" use 10 hours of "hours" a month: 8 hours are used and 1.5 set aside for work under ' +
      'way, and 2 more would pass it. Counting begins anew at 2026-12-01T00:00:00Z; raise the limit for more before that.',
    retryAfterSeconds: 30,
    extensions: { limitKey: 'studio', entity: limit.entity, limit: '10', used: '8', reserved: '1.5', resetsAt: limit.resetsAt },
  });
  const tooMuch = limitReached(limit, '10.5', 0);
  expect(tooMuch.retryAfterSeconds).toBeUndefined();
  expect(tooMuch.message).toMatch(/Ask for less, or raise the limit\.$/);
  expect(limitReached({ ...limit, unit: 'EUR' }, '2', 0).code).toBe('spend_limit_reached');
});

test('warnings and notices say which limit is reached, and what follows', () => {
  expect(warningOf(LIMIT)).toBeUndefined();
  expect(warningOf({ ...LIMIT, standing: 'soft', used: '6' })).toBe(
    'The soft limit "studio" of 5 hours on "hours" a month for the feature "mixing" is reached: 6 hours are used.',
  );
  expect(warningOf({ ...LIMIT, standing: 'grace', used: '11', allowed: '12' })).toMatch(
    /is passed, and grace lets work go on up to 12 hours/,
  );
  expect(warningOf({ ...LIMIT, standing: 'hard', used: '10' })).toMatch(/is used up until 2026-12-01T00:00:00Z: 10 hours are used\.$/);
  const told = (limit: Limit, reached: 'soft' | 'hard') => noticeOf('Net', limit, reached).text;
  expect(told(LIMIT, 'soft')).toMatch(/Work goes on; beyond 10 hours it is refused\.$/);
  expect(told({ ...LIMIT, hard: null, allowed: null }, 'soft')).toMatch(/Work goes on\.$/);
  expect(told(LIMIT, 'hard')).toMatch(/More is refused until then, or until the limit is raised\.$/);
  expect(told({ ...LIMIT, allowed: null, graceUntil: '2026-11-20T00:00:00Z' }, 'hard')).toMatch(/go on until 2026-11-20T00:00:00Z\.$/);
});

describe('a limit on a meter of our own', () => {
  const meters = Object.entries(BUILT_IN).map(([key, rule]): Meter => ({ key, ...rule, isBuiltIn: true, whenUnknown: whenUnknown(key) }));
  const of = (meter: Meter, more: object) => limitFault(LimitInput.parse({ meter: meter.key, period: 'day', ...more }), meter);

  test.each(meters)('$key may be hard only where something is stopped, and soft wherever it adds up', (meter) => {
    const addsUp = meter.aggregation === 'sum';
    expect(of(meter, { soft: '1' }) === undefined).toBe(addsUp);
    expect(of(meter, { hard: '1' }) === undefined).toBe(addsUp && STOPPABLE.has(meter.key));
    expect(of(meter, { soft: '1', entity: { type: 'campaign', key: 'a' } })).toBeDefined();
    expect(of(meter, { soft: '1', entity: { type: 'feature', key: 'a' } }) === undefined).toBe(meter.key.startsWith('ai_'));
  });

  test('that spends is closed when nobody can say how it stands, and one that reads is open', () => {
    expect(['ai_spend_usd', 'attribution_runs', 'exports', 'api_calls', 'my_meter'].map(whenUnknown)).toEqual([
      'refuse',
      'refuse',
      'allow',
      'allow',
      'refuse',
    ]);
    expect([isMoney({ unit: 'USD' }), isMoney({ unit: 'hours' })]).toEqual([true, false]);
  });
});

test('a meter of a tenant’s own is told to wait, whatever it is called', () => {
  expect(['constructor', 'toString', '__proto__', 'api.egress'].map(whenUnknown)).toEqual(['refuse', 'refuse', 'refuse', 'refuse']);
});
