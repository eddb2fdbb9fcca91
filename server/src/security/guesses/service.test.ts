import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW_MS, openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import { countGuess, countMailAsked, forgetOldGuesses } from './service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function refusals(times: number, attempt: (at: number) => Promise<void>): Promise<number> {
  let refused = 0;
  for (let at = 0; at < times; at += 1) {
    try {
      await attempt(at);
    } catch (error) {
      expect(error).toMatchObject({ code: 'rate_limited' });
      refused += 1;
    }
  }
  return refused;
}

test('a network of IPv6, as customers have them, guesses 400 times in 15 minutes, from whatever addresses', async () => {
  const guessFrom = (at: number, address: string) =>
    countGuess(database.context, 'public', { email: `somebody-${at}@people.example`, address, isKnownDevice: false });
  expect(await refusals(402, (at) => guessFrom(at, `2001:db8:1:${at.toString(16)}::1`))).toBe(2);
  expect(await refusals(1, (at) => guessFrom(at, '2001:db8:2::1'))).toBe(0);
});

test('a device of IPv6 asks for 20 mails an hour, and its network for 80', async () => {
  const ask = (address: string) => countMailAsked(database.context, 'public', address);
  expect(await refusals(21, (at) => ask(`2001:db8:5:5::${at}`))).toBe(1);
  expect(await refusals(60, (at) => ask(`2001:db8:5:a${at}::1`))).toBe(1);
});

test('counts are gone a day after their window began, whether or not anybody signs in', async () => {
  const { context } = database;
  const count = async () => (await inAuth(context.db, (tx) => tx.query({ text: 'select 1 from sign_in_guesses' }))).length;
  const guess = { email: 'left@people.example', address: '192.0.2.9', isKnownDevice: false };
  await countGuess(context, 'public', guess);
  const before = await count();
  database.setNow(NOW_MS + 24 * 3_600_000);
  expect(await forgetOldGuesses(context, 'system')).toBe(0);
  await countGuess(context, 'public', { ...guess, email: 'later@people.example', address: '192.0.2.10' });
  database.setNow(NOW_MS + 24 * 3_600_000 + 1);
  expect(await forgetOldGuesses(context, 'system')).toBe(before);
  expect(await count()).toBe(3);
});
