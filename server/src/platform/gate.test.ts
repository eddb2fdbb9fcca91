import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGate, type GateOptions } from './gate.ts';

/** A gate whose work the test lets finish or fail, piece by piece, by name; a name begins with its owner. */
function openGate(options: Partial<GateOptions> = {}) {
  const gate = createGate({ perOwner: 2, inAll: 3, ...options });
  const begun: string[] = [];
  const ends = new Map<string, { finish(): void; fail(error: Error): void }>();
  const ask = (name: string) =>
    gate.run(name[0], () => {
      begun.push(name);
      return new Promise<string>((resolve, reject) => ends.set(name, { finish: () => resolve(`${name} done`), fail: reject }));
    });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const finish = async (name: string) => {
    ends.get(name)?.finish();
    await settle();
  };
  return { ask, begun, ends, finish, settle };
}

test('work begins at once while there is room, and its result comes back', async () => {
  const { ask, begun, finish, settle } = openGate();
  const answer = ask('a1');
  await settle();
  expect(begun).toEqual(['a1']);
  await finish('a1');
  expect(await answer).toBe('a1 done');
});

test('an owner has so much running at most, and others begin meanwhile', async () => {
  const { ask, begun, finish, settle } = openGate();
  const answers = ['a1', 'a2', 'a3', 'b1'].map(ask);
  await settle();
  expect(begun).toEqual(['a1', 'a2', 'b1']);
  await finish('b1');
  expect(begun).toHaveLength(3);
  await finish('a2');
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  for (const name of ['a1', 'a3']) await finish(name);
  expect(await Promise.all(answers)).toEqual(['a1 done', 'a2 done', 'a3 done', 'b1 done']);
});

test('when all room is taken owners take turns, each in its own order', async () => {
  const { ask, begun, finish, settle } = openGate({ inAll: 1 });
  const answers = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map(ask);
  await settle();
  const order = ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'];
  for (const [place, name] of order.entries()) {
    expect(begun).toEqual(order.slice(0, place + 1));
    await finish(name);
  }
  await Promise.all(answers);
});

test('beyond so much that waits, what is asked for is refused, and taken again once there is room', async () => {
  const { ask, begun, finish, settle } = openGate({ inAll: 1, mostWaiting: 2 });
  const answers = ['a1', 'a2', 'b1'].map(ask);
  await settle();
  await expect(ask('c1')).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
  await finish('a1');
  answers.push(ask('c2'));
  await settle();
  for (const name of ['a2', 'b1', 'c2']) await finish(name);
  expect(await Promise.all(answers)).toHaveLength(4);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c2']);
});

test('where nothing may wait, work still begins while there is room', async () => {
  const { ask, finish, settle } = openGate({ inAll: 1, mostWaiting: 0 });
  const answer = ask('a1');
  await settle();
  await expect(ask('b1')).rejects.toMatchObject({ code: 'unavailable' });
  await finish('a1');
  expect(await answer).toBe('a1 done');
});

test('work that fails, even before it waits for anything, makes room for the next and fails alone', async () => {
  const gate = createGate({ perOwner: 1, inAll: 1 });
  const failing = gate.run('a', () => {
    throw new Error('at once');
  });
  const next = gate.run('a', async () => 'next');
  await expect(failing).rejects.toThrow('at once');
  expect(await next).toBe('next');
  const { ask, ends, finish, settle } = openGate({ inAll: 1 });
  const [broken, whole] = [ask('a1'), ask('a2')];
  await settle();
  ends.get('a1')?.fail(new Error('midway'));
  await expect(broken).rejects.toThrow('midway');
  await settle();
  await finish('a2');
  expect(await whole).toBe('a2 done');
});

test('never more than allowed runs, nothing is left out, and each owner keeps its order, whatever is asked for when', async () => {
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ owner: fc.constantFrom('a', 'b', 'c'), turns: fc.nat(3), pauses: fc.boolean() }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 4 }),
      async (pieces, perOwner, inAll) => {
        const gate = createGate({ perOwner, inAll });
        const running: string[] = [];
        const begun: number[] = [];
        const answers = [];
        for (const [place, { owner, turns, pauses }] of pieces.entries()) {
          const work = async () => {
            running.push(owner);
            begun.push(place);
            expect(running.length).toBeLessThanOrEqual(inAll);
            expect(running.filter((one) => one === owner).length).toBeLessThanOrEqual(perOwner);
            for (let left = turns; left > 0; left -= 1) await turn();
            running.splice(running.indexOf(owner), 1);
            return place;
          };
          answers.push(gate.run(owner, work));
          if (pauses) await turn();
        }
        expect(await Promise.all(answers)).toEqual([...pieces.keys()]);
        for (const owner of ['a', 'b', 'c']) {
          const places = begun.filter((place) => pieces[place].owner === owner);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        }
      },
    ),
    { numRuns: 60 },
  );
});
