import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { lockPaths } from '../paths/store.ts';
import type { Slot } from '../reports/options.ts';
import { openNumberingIn, readSlotsIn } from './service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const slotOf = (campaign: string, show: string | null = null): Slot => ({
  campaign,
  show,
  channel: null,
  episode: null,
  placement: null,
  deliveryEvidence: null,
});

/** Another process beside this one: it remembers for itself. */
const otherProcess = (): Context => ({ ...database.context });

/** One round of matching that asks for the numbers of these slots; `fails` rolls it back at its end. */
async function numbersOf(context: Context, tenantId: string, asked: Slot[], { fails = false } = {}) {
  let numbers: number[] = [];
  let slots: readonly Slot[] = [];
  const round = inTenant(context.db, tenantId, async (tx) => {
    await lockPaths(tx);
    const numbering = await openNumberingIn(context, tx, []);
    numbers = asked.map((slot) => numbering.slotOf(slot));
    await numbering.saveIn(tx);
    slots = numbering.slots;
    if (fails) throw new Error('rolled back');
  });
  if (fails) await expect(round).rejects.toThrow('rolled back');
  else await round;
  return { numbers, slots };
}

const read = (context: Context, tenantId: string) => inTenant(context.db, tenantId, (tx) => readSlotsIn(context, tx), { readOnly: true });

test('a slot keeps its number from round to round, and new ones get the next', async () => {
  const { context } = database;
  const { tenantId } = await createTestTenant(context);
  const [a, b, c, d] = [slotOf('a'), slotOf('a', 'show'), slotOf('c'), slotOf('d')];
  expect((await numbersOf(context, tenantId, [b, a, b])).numbers).toEqual([0, 1, 0]);
  expect((await numbersOf(context, tenantId, [a, c, { ...c }, b])).numbers).toEqual([1, 2, 2, 0]);
  const { numbers, slots } = await numbersOf(context, tenantId, [c, d, a]);
  expect(numbers).toEqual([2, 3, 1]);
  expect(slots).toEqual([b, a, c, d]);
  expect(await read(context, tenantId)).toEqual([b, a, c, d]);
});

test('what a failed round numbered is forgotten, and its numbers go to whoever comes next', async () => {
  const { context } = database;
  const { tenantId } = await createTestTenant(context);
  const [kept, lost, next] = [slotOf('kept'), slotOf('lost'), slotOf('next')];
  await numbersOf(context, tenantId, [kept]);
  expect((await numbersOf(context, tenantId, [kept, lost], { fails: true })).numbers).toEqual([0, 1]);
  expect(await read(context, tenantId)).toEqual([kept]);
  expect((await numbersOf(context, tenantId, [next, lost, kept])).numbers).toEqual([1, 2, 0]);
  expect(await read(context, tenantId)).toEqual([kept, next, lost]);
  expect(await read(otherProcess(), tenantId)).toEqual([kept, next, lost]);
});

/** Two readers that ask in the same moment, each before the other has an answer. */
async function readTwiceAtOnce(context: Context, tenantId: string): Promise<Slot[][]> {
  const both = Promise.withResolvers<void>();
  let arrived = 0;
  const reader = () =>
    inTenant(context.db, tenantId, async (tx) => {
      arrived += 1;
      if (arrived === 2) both.resolve();
      await both.promise;
      return readSlotsIn(context, tx);
    });
  return Promise.all([reader(), reader()]);
}

test('slots that another process numbered keep their numbers here, also when two read them at once', async () => {
  const { context } = database;
  const { tenantId } = await createTestTenant(context);
  const [a, b, c] = [slotOf('a'), slotOf('b'), slotOf('c')];
  await numbersOf(context, tenantId, [a]);
  await numbersOf(otherProcess(), tenantId, [a, b, c]);
  expect(await readTwiceAtOnce(context, tenantId)).toEqual([
    [a, b, c],
    [a, b, c],
  ]);
  expect((await numbersOf(context, tenantId, [c, b, a, slotOf('d')])).numbers).toEqual([2, 1, 0, 3]);
});

test('the slots read are one array until one is added, and that array stays as it was', async () => {
  const { context } = database;
  const { tenantId } = await createTestTenant(context);
  await numbersOf(context, tenantId, [slotOf('a')]);
  const first = await read(context, tenantId);
  expect(await read(context, tenantId)).toBe(first);
  expect((await numbersOf(context, tenantId, [slotOf('a')])).slots).toBe(first);
  await numbersOf(context, tenantId, [slotOf('b')]);
  expect(await read(context, tenantId)).toEqual([slotOf('a'), slotOf('b')]);
  expect(first).toEqual([slotOf('a')]);
});

test('slots of one tenant number nothing of another', async () => {
  const { context } = database;
  const [one, other] = [await createTestTenant(context), await createTestTenant(context)];
  await numbersOf(context, one.tenantId, [slotOf('a'), slotOf('b')]);
  expect((await numbersOf(context, other.tenantId, [slotOf('b')])).numbers).toEqual([0]);
  expect(await read(context, one.tenantId)).toEqual([slotOf('a'), slotOf('b')]);
});
