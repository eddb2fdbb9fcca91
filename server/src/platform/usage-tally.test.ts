import { expect, test } from 'vitest';
import { takeTallies, tallyUsage, timeWork } from './usage-tally.ts';

/** Keeps the processor busy, so that there is something to share. */
function toil(): number {
  let sum = 0;
  for (let place = 0; place < 3_000_000; place += 1) sum += Math.sqrt(place);
  return sum;
}

test('what was counted is taken once, of every owner that is asked for, by tenant and meter', () => {
  const [one, other] = [{}, {}];
  tallyUsage(one, 'a', { meter: 'api_calls', quantity: 1 });
  tallyUsage(one, 'a', { meter: 'api_calls', quantity: 2 });
  tallyUsage(one, 'b', { meter: 'api_calls', quantity: 5 });
  tallyUsage(other, 'a', { meter: 'emails', quantity: 1 });
  expect(takeTallies(one, other)).toEqual([
    { tenantId: 'a', meter: 'api_calls', quantity: 3 },
    { tenantId: 'b', meter: 'api_calls', quantity: 5 },
    { tenantId: 'a', meter: 'emails', quantity: 1 },
  ]);
  expect(takeTallies(one, other)).toEqual([]);
});

test('work at the same time shares the processor evenly, and together it is never more than the process used', async () => {
  const owner = {};
  const before = process.cpuUsage();
  let [first, second] = [() => {}, () => {}];
  const both = ['a', 'b'].map((tenantId, place) =>
    timeWork(owner, tenantId, async () => {
      await new Promise<void>((resolve) => {
        if (place === 0) first = resolve;
        else second = resolve;
      });
    }),
  );
  expect(toil()).toBeGreaterThan(0);
  first();
  await both[0];
  second();
  await both[1];
  const { user, system } = process.cpuUsage(before);
  const [a, b] = takeTallies(owner).map(({ quantity }) => quantity);
  expect(a).toBeGreaterThan(0);
  expect(b).toBeGreaterThanOrEqual(a);
  expect(a + b).toBeLessThanOrEqual((user + system) / 1_000_000);
});

test('work that fails is counted like any other, and its failure told', async () => {
  const owner = {};
  await expect(timeWork(owner, 'a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(takeTallies(owner)).toMatchObject([{ tenantId: 'a', meter: 'worker_cpu_seconds' }]);
});
