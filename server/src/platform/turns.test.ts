import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTurns, type TurnsOptions } from './turns.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Turns on a clock of the test, and what has begun, by name; a name begins with its tenant. */
function openTurns(options: Partial<TurnsOptions> = {}) {
  const turns = createTurns({
    perOwner: 4,
    wholeWeight: 1,
    mostWaiting: 10,
    activeForMs: 1_000,
    burstMs: 1e9,
    mostWaitMs: 1e9,
    mostMs: 1_000,
    clock: () => vi.getMockedSystemTime()?.getTime() ?? 0,
    ...options,
  });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = async (name: string, weight = 1, lane = 'writing', isGone = () => false) => {
    const end = await turns.take({ tenantId: name[0], lane }, weight, isGone);
    begun.push(name);
    ends.set(name, end);
  };
  const finish = async (name: string) => {
    ends.get(name)?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { ask, begun, ends, finish };
}

/** Asks for the first tenant after the second one was there, so that both are active. */
async function besideOther(options: Partial<TurnsOptions> = {}) {
  const opened = openTurns(options);
  await opened.ask('b0');
  await opened.finish('b0');
  opened.begun.length = 0;
  return opened;
}

test('a tenant that is alone has everything under way at once', async () => {
  const { ask, begun } = openTurns();
  await Promise.all(['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map((name) => ask(name, 3)));
  expect(begun).toHaveLength(6);
});

test('beside another one a tenant has so much under way, and the rest follows in its order', async () => {
  const { ask, begun, finish } = await besideOther();
  const asked = ['a1', 'a2', 'a3', 'a4'].map((name) => ask(name, 2));
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toEqual(['a1', 'a2']);
  await ask('b1', 2);
  expect(begun).toEqual(['a1', 'a2', 'b1']);
  await finish('a2');
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  await finish('a1');
  await Promise.all(asked);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
});

test('what weighs more than all that may be under way goes alone, and keeps what is small from overtaking it', async () => {
  const { ask, begun, finish } = await besideOther();
  const asked = [ask('a1'), ask('a2', 9), ask('a3')];
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toEqual(['a1']);
  await finish('a1');
  expect(begun).toEqual(['a1', 'a2']);
  await finish('a2');
  await Promise.all(asked);
  expect(begun).toEqual(['a1', 'a2', 'a3']);
});

test('kinds of work have lines of their own', async () => {
  const { ask, begun } = await besideOther({ perOwner: 1 });
  await ask('a1', 1, 'reading');
  await ask('a2', 1, 'writing');
  expect(begun).toEqual(['a1', 'a2']);
});

test('once the others have been silent for long enough, what waits begins with the next end', async () => {
  const { ask, begun, finish } = await besideOther({ perOwner: 1, mostMs: 60_000 });
  const asked = ['a1', 'a2', 'a3'].map((name) => ask(name));
  await vi.advanceTimersByTimeAsync(1_001);
  expect(begun).toEqual(['a1']);
  await finish('a1');
  await Promise.all(asked);
  expect(begun).toEqual(['a1', 'a2', 'a3']);
});

test('a turn ends by itself, and its end afterwards frees nothing twice', async () => {
  const { ask, begun, finish } = await besideOther({ perOwner: 1, activeForMs: 60_000 });
  const asked = ['a1', 'a2', 'a3'].map((name) => ask(name));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual(['a1', 'a2']);
  await finish('a1');
  expect(begun).toEqual(['a1', 'a2']);
  await finish('a2');
  await Promise.all(asked);
  expect(begun).toEqual(['a1', 'a2', 'a3']);
});

/** Has a turn of the first tenant take so long. */
async function have(opened: ReturnType<typeof openTurns>, name: string, ms: number): Promise<void> {
  await opened.ask(name);
  await vi.advanceTimersByTimeAsync(ms);
  await opened.finish(name);
}

test.each([
  [['b'], 200],
  [['b', 'c'], 300],
  [['b', 'c', 'd', 'e', 'f'], 400],
])('beyond a burst a tenant waits until it has paid back what it had, in shares with %j', async (others, payingMs) => {
  const opened = openTurns({ perOwner: 1, burstMs: 100, activeForMs: 60_000, mostMs: 60_000 });
  for (const other of others) {
    await opened.ask(`${other}0`);
    await opened.finish(`${other}0`);
  }
  await have(opened, 'a1', 200);
  const next = opened.ask('a2');
  await vi.advanceTimersByTimeAsync(payingMs - 2);
  expect(opened.begun).not.toContain('a2');
  await vi.advanceTimersByTimeAsync(4);
  expect(opened.begun).toContain('a2');
  await next;
});

test('a turn of less than the whole weight counts for its part of the time', async () => {
  const opened = await besideOther({ perOwner: 1, wholeWeight: 4, burstMs: 100, activeForMs: 1e9, mostMs: 60_000 });
  await have(opened, 'a1', 400);
  await opened.ask('a2');
  expect(opened.begun).toContain('a2');
  await vi.advanceTimersByTimeAsync(800);
  await opened.finish('a2');
  const next = opened.ask('a3');
  // What it had before is paid back by then. Of 800 ms a quarter counts, 200: 100 beyond the burst, at half the pace.
  await vi.advanceTimersByTimeAsync(198);
  expect(opened.begun).not.toContain('a3');
  await vi.advanceTimersByTimeAsync(6);
  expect(opened.begun).toContain('a3');
  await next;
});

test('what was had alone is not held against a tenant for long once others come', async () => {
  const opened = openTurns({ perOwner: 1, burstMs: 100, activeForMs: 60_000, mostMs: 500 });
  const names = Array.from({ length: 50 }, (_, place) => `a${place}`);
  await Promise.all(names.map((name) => opened.ask(name)));
  await vi.advanceTimersByTimeAsync(499);
  for (const name of names) await opened.finish(name);
  await opened.ask('b0');
  const next = opened.ask('a50');
  await vi.advanceTimersByTimeAsync(1_005);
  expect(opened.begun).toContain('a50');
  await next;
});

test('a turn counts for no longer than it can have been', async () => {
  const opened = await besideOther({ perOwner: 1, burstMs: 100, activeForMs: 1e9, mostMs: 1_000 });
  await opened.ask('a1');
  vi.setSystemTime(Date.now() + 3_600_000);
  await opened.finish('a1');
  const next = opened.ask('a2');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(opened.begun).toContain('a2');
  await next;
});

test('what nobody waits for any more gets no turn, and what waits for too long is refused', async () => {
  const { ask, begun, finish } = await besideOther({ perOwner: 1, activeForMs: 1e9, mostMs: 1e9, mostWaitMs: 5_000 });
  let isGone = false;
  await ask('a1');
  const gone = expect(ask('a2', 1, 'writing', () => isGone)).rejects.toMatchObject({ code: 'unavailable' });
  const late = expect(ask('a3')).rejects.toMatchObject({ code: 'unavailable' });
  await vi.advanceTimersByTimeAsync(4_000);
  isGone = true;
  const next = ask('a4');
  await vi.advanceTimersByTimeAsync(2_000);
  await finish('a1');
  await Promise.all([gone, late, next]);
  expect(begun).toEqual(['a1', 'a4']);
});

test('what weighs more than all that may wait together waits where nothing else does', async () => {
  const { ask, begun, finish } = await besideOther({ perOwner: 1, mostWaiting: 10, activeForMs: 1e9, mostMs: 1e9 });
  await ask('a1');
  const heavy = ask('a2', 50);
  await expect(ask('a3')).rejects.toMatchObject({ code: 'unavailable' });
  await finish('a1');
  await heavy;
  expect(begun).toEqual(['a1', 'a2']);
});

test('room that is taken by what nobody waits for is given to others', async () => {
  const { ask, begun, finish } = await besideOther({ perOwner: 1, mostWaiting: 2, activeForMs: 1e9, mostMs: 1e9 });
  await ask('a1');
  const gone = ['a2', 'a3'].map((name) =>
    expect(ask(name, 1, 'writing', () => begun.length > 0)).rejects.toMatchObject({ code: 'unavailable' }),
  );
  const next = ask('a4');
  await finish('a1');
  await Promise.all([...gone, next]);
  expect(begun).toEqual(['a1', 'a4']);
});

test('beyond so much that waits a tenant is refused, and another one is not', async () => {
  const { ask, begun, finish } = await besideOther({ perOwner: 1, mostWaiting: 2 });
  const asked = ['a1', 'a2', 'a3'].map((name) => ask(name));
  await expect(ask('a4')).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
  await ask('b1');
  await finish('a1');
  asked.push(ask('a5'));
  await finish('a2');
  await finish('a3');
  await Promise.all(asked);
  expect(begun).toEqual(['a1', 'b1', 'a2', 'a3', 'a5']);
});

test('whatever is asked for and ended, everything begins in the order of its line and no more is under way than may be', async () => {
  const asks = fc.array(fc.record({ tenant: fc.constantFrom('a', 'c', 'd'), weight: fc.integer({ min: 1, max: 6 }) }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(asks, fc.infiniteStream(fc.nat()), async (wanted, choices) => {
      const { ask, begun, ends, finish } = await besideOther({ mostWaiting: 1_000, mostMs: 1e9, activeForMs: 1e9 });
      const weights = new Map(wanted.map(({ tenant, weight }, place) => [`${tenant}${place}`, weight]));
      const asked = [...weights].map(([name, weight]) => ask(name, weight));
      const open = new Set<string>();
      for (let ended = 0; ended < weights.size; ended += 1) {
        await vi.advanceTimersByTimeAsync(0);
        for (const name of begun.filter((one) => ends.has(one))) open.add(name);
        for (const tenant of ['a', 'c', 'd']) {
          const under = [...open].filter((name) => name[0] === tenant);
          expect(under.length <= 1 || under.reduce((sum, name) => sum + (weights.get(name) ?? 0), 0) <= 4).toBe(true);
        }
        const next = [...open][(choices.next().value as number) % open.size];
        open.delete(next);
        await finish(next);
        ends.delete(next);
      }
      await Promise.all(asked);
      for (const tenant of ['a', 'c', 'd']) {
        const order = (names: Iterable<string>) => [...names].filter((name) => name[0] === tenant);
        expect(order(begun)).toEqual(order(weights.keys()));
      }
    }),
    { numRuns: 60 },
  );
});
