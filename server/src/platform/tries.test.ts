import { expect, test } from 'vitest';
import { untilDone } from './tries.ts';

/** Fails so often before it succeeds, and says how often it was tried. */
function failing(times: number, code: string) {
  let tries = 0;
  const work = () => {
    tries += 1;
    return tries <= times ? Promise.reject(Object.assign(new Error('no'), { code })) : Promise.resolve('done');
  };
  return { work, tries: () => tries };
}

test.each(['40001', '40P01', '55P03'])('a transaction that failed with %s is done again, five times at most', async (code) => {
  const [four, five] = [failing(4, code), failing(5, code)];
  expect(await untilDone(four.work)).toBe('done');
  expect(four.tries()).toBe(5);
  await expect(untilDone(five.work)).rejects.toMatchObject({ code });
  expect(five.tries()).toBe(5);
});

test('one that failed for a reason of its own is not', async () => {
  const own = failing(1, '23505');
  await expect(untilDone(own.work)).rejects.toMatchObject({ code: '23505' });
  expect(own.tries()).toBe(1);
});
