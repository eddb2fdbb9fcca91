import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGroupCommit, type GroupCommitOptions } from './group-commit.ts';

/** A store that the test lets finish or fail, group by group. */
function openStore(options: Partial<GroupCommitOptions<string, string>> = {}) {
  const groups: { rows: string[]; finish(): void; fail(error: Error): void }[] = [];
  let arrived: (() => void) | undefined;
  const commit = createGroupCommit<string, string>({
    flush: (rows) =>
      new Promise((resolve, reject) => {
        groups.push({ rows, finish: () => resolve(rows.map((row) => `${row} stored`)), fail: reject });
        arrived?.();
      }),
    ownerOf: (row) => row[0],
    maxRows: 4,
    maxWaiting: 10,
    maxWaitingOfOwner: 10,
    concurrency: 1,
    ...options,
  });
  /** The group of this number, once it is being stored. */
  const group = async (place: number) => {
    while (groups.length <= place) await new Promise<void>((resolve) => (arrived = resolve));
    return groups[place];
  };
  return { commit, groups, group };
}

test('rows that arrive together are stored together, and each submission gets its own outcomes in order', async () => {
  const { commit, group, groups } = openStore();
  const answers = [commit.submit(['a']), commit.submit(['b', 'c']), commit.submit(['d'])];
  const first = await group(0);
  expect(first.rows).toEqual(['a', 'b', 'c', 'd']);
  first.finish();
  expect(await Promise.all(answers)).toEqual([['a stored'], ['b stored', 'c stored'], ['d stored']]);
  expect(groups).toHaveLength(1);
});

test('rows that arrive while others are stored go into the next group, however many submissions they come from', async () => {
  const { commit, group } = openStore();
  const first = commit.submit(['a']);
  const running = await group(0);
  const later = [commit.submit(['b']), commit.submit(['c'])];
  running.finish();
  expect(await first).toEqual(['a stored']);
  const next = await group(1);
  expect(next.rows).toEqual(['b', 'c']);
  next.finish();
  expect(await Promise.all(later)).toEqual([['b stored'], ['c stored']]);
});

test('no answer comes before its group is stored', async () => {
  const { commit, group } = openStore();
  let isAnswered = false;
  const answer = commit.submit(['a']).then(() => (isAnswered = true));
  const running = await group(0);
  await new Promise(setImmediate);
  expect(isAnswered).toBe(false);
  running.finish();
  await answer;
  expect(isAnswered).toBe(true);
});

test('a submission is never split, also when it alone is larger than a group', async () => {
  const { commit, group } = openStore();
  const answers = [commit.submit(['a', 'b', 'c']), commit.submit(['d', 'e']), commit.submit(['f', 'g', 'h', 'i', 'j'])];
  for (const [place, rows] of [
    ['a', 'b', 'c'],
    ['d', 'e'],
    ['f', 'g', 'h', 'i', 'j'],
  ].entries()) {
    const running = await group(place);
    expect(running.rows).toEqual(rows);
    running.finish();
  }
  expect((await Promise.all(answers)).map(({ length }) => length)).toEqual([3, 2, 5]);
});

test('a failure reaches every submission of its group and none of another', async () => {
  const { commit, group } = openStore();
  const failing = [commit.submit(['a']), commit.submit(['b'])];
  const running = await group(0);
  const later = commit.submit(['c']);
  running.fail(new Error('the database is gone'));
  const results = await Promise.allSettled(failing);
  expect(results.map((result) => (result.status === 'rejected' ? (result.reason as Error).message : 'stored'))).toEqual([
    'the database is gone',
    'the database is gone',
  ]);
  (await group(1)).finish();
  expect(await later).toEqual(['c stored']);
});

test('outcomes that do not fit the rows are a failure, never an answer to somebody else', async () => {
  const commit = openStore({ flush: async () => ['only one'] }).commit;
  const results = await Promise.allSettled([commit.submit(['a']), commit.submit(['b'])]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('what would wait beyond the limit is refused as unavailable and keeps nothing waiting; what waits is stored', async () => {
  const { commit, group } = openStore({ maxWaiting: 3 });
  const answers = [commit.submit(['a', 'b']), commit.submit(['c'])];
  await expect(commit.submit(['d'])).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
  (await group(0)).finish();
  await Promise.all(answers);
  const again = commit.submit(['d', 'e', 'f']);
  (await group(1)).finish();
  expect(await again).toEqual(['d stored', 'e stored', 'f stored']);
});

test('a thousand submissions of one owner hold up a single row of another by no more than one group', async () => {
  const { commit, group, groups } = openStore({ maxWaiting: 10_000, maxWaitingOfOwner: 10_000 });
  const many = Array.from({ length: 1_000 }, (_, place) => commit.submit([`a${place}`, `a${place}'`]));
  const running = await group(0);
  let isAnswered = false;
  const single = commit.submit(['b']).then(() => (isAnswered = true));
  running.finish();
  const next = await group(1);
  expect(next.rows).toEqual(['a2', "a2'", 'b']);
  next.finish();
  await single;
  expect({ isAnswered, groups: groups.length }).toEqual({ isAnswered: true, groups: 3 });
  for (let place = 2; place < 501; place += 1) (await group(place)).finish();
  expect((await Promise.all(many)).flat()).toHaveLength(2_000);
});

test('owners take turns in the order they came, also from group to group, and each keeps its own order', async () => {
  const { commit, group } = openStore({ maxRows: 3 });
  const answers = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map((row) => commit.submit([row]));
  for (const [place, rows] of [['a1', 'b1', 'c1'], ['a2', 'b2', 'a3'], ['a4']].entries()) {
    const running = await group(place);
    expect(running.rows).toEqual(rows);
    running.finish();
  }
  await Promise.all(answers);
});

test('what would wait beyond an owner’s share is refused to that owner alone, until something of it was taken', async () => {
  const { commit, group } = openStore({ maxWaitingOfOwner: 2 });
  const answers = [commit.submit(['a1']), commit.submit(['a2'])];
  await expect(commit.submit(['a3'])).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
  answers.push(commit.submit(['b1', 'b2']));
  const running = await group(0);
  answers.push(commit.submit(['a3', 'a4']));
  running.finish();
  (await group(1)).finish();
  expect((await Promise.all(answers)).flat()).toHaveLength(6);
});

test('as many groups are stored at a time as allowed, and no more', async () => {
  const { commit, group, groups } = openStore({ maxRows: 1, concurrency: 2 });
  const answers = ['a', 'b', 'c'].map((row) => commit.submit([row]));
  await group(1);
  await new Promise(setImmediate);
  expect(groups.map(({ rows }) => rows)).toEqual([['a'], ['b']]);
  groups[1].finish();
  (await group(2)).finish();
  groups[0].finish();
  expect(await Promise.all(answers)).toEqual([['a stored'], ['b stored'], ['c stored']]);
});

test('idle waits for everything that was submitted, also for what fails', async () => {
  const { commit, group } = openStore();
  await commit.idle();
  let isIdle = false;
  const failed = commit.submit(['a']).catch(() => 'failed');
  const idle = commit.idle().then(() => (isIdle = true));
  const first = await group(0);
  const second = commit.submit(['b']);
  first.fail(new Error('no'));
  expect(await failed).toBe('failed');
  expect(isIdle).toBe(false);
  (await group(1)).finish();
  await second;
  await idle;
});

test('no rows are no work', async () => {
  const { commit, groups } = openStore();
  expect(await commit.submit([])).toEqual([]);
  expect(groups).toEqual([]);
});

test('every row gets its own outcome exactly once, whatever arrives when', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ size: fc.integer({ min: 0, max: 7 }), pauses: fc.boolean() }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 3 }),
      async (submissions, maxRows, concurrency) => {
        const stored: string[] = [];
        const commit = createGroupCommit<string, string>({
          flush: async (rows) => {
            await new Promise(setImmediate);
            stored.push(...rows);
            return rows.map((row) => `${row} stored`);
          },
          ownerOf: (row) => row[0],
          maxRows,
          maxWaiting: 1_000,
          maxWaitingOfOwner: 1_000,
          concurrency,
        });
        const answers = [];
        for (const [place, { size, pauses }] of submissions.entries()) {
          const rows = Array.from({ length: size }, (_, at) => `${place}:${at}`);
          answers.push(commit.submit(rows).then((outcomes) => expect(outcomes).toEqual(rows.map((row) => `${row} stored`))));
          if (pauses) await new Promise(setImmediate);
        }
        await commit.idle();
        await Promise.all(answers);
        const sent = submissions.flatMap(({ size }, place) => Array.from({ length: size }, (_, at) => `${place}:${at}`));
        expect(stored.toSorted()).toEqual(sent.toSorted());
        const placesOf = (owner: string) => stored.filter((row) => row[0] === owner).map((row) => sent.indexOf(row));
        for (const owner of '0123456789') expect(placesOf(owner)).toEqual(placesOf(owner).toSorted((a, b) => a - b));
      },
    ),
    { numRuns: 60 },
  );
});

test('whether there is room can be asked before rows are made', async () => {
  const { commit, group } = openStore({ maxWaitingOfOwner: 3 });
  const first = commit.submit(['a']);
  await group(0);
  const waiting = commit.submit(['a2', 'a3']);
  expect(() => commit.requireRoom('a', 1)).not.toThrow();
  expect(() => commit.requireRoom('a', 2)).toThrow(expect.objectContaining({ code: 'unavailable', retryAfterSeconds: 1 }) as Error);
  expect(() => commit.requireRoom('b', 2)).not.toThrow();
  (await group(0)).finish();
  (await group(1)).finish();
  await Promise.all([first, waiting]);
});
