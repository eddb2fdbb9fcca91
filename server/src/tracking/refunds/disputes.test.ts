import { expect, test } from 'vitest';
import { type DisputeRow, disputeSteps, type ToldDispute } from './disputes.ts';

/** What is kept after these were told in this order, and how much of the payment is taken: 1 or 0. */
function tell(told: readonly ToldDispute[]) {
  const kept = new Map<string, DisputeRow>();
  for (const one of told) {
    const steps = disputeSteps('d', one, [...kept.values()]);
    for (const { id, kind } of steps) if (!kept.has(id)) kept.set(id, { kind, toldAtMs: undefined });
    const first = kept.get('d');
    if (first && one.toldAtMs !== undefined) first.toldAtMs = Math.max(first.toldAtMs ?? 0, one.toldAtMs);
  }
  const taken = [...kept.values()].reduce((sum, { kind }) => sum + (kind === 'chargeback' ? 1 : -1), 0);
  return { ids: [...kept.keys()], taken };
}

function orders<Item>(items: readonly Item[]): Item[][] {
  return items.length < 2 ? [[...items]] : items.flatMap((one, place) => orders(items.toSpliced(place, 1)).map((rest) => [one, ...rest]));
}

const STANDS = ['taken', 'given_back', 'lost'] as const;

test('whatever is told of a dispute and in whatever order it comes, also twice, it stands as it stood last', () => {
  for (let code = 0; code < 3 ** 4; code += 1) {
    const told = [0, 1, 2, 3].map((place) => ({ stand: STANDS[Math.floor(code / 3 ** place) % 3], toldAtMs: place }));
    const taken = told[3].stand === 'given_back' ? 0 : 1;
    for (const order of orders(told)) expect(tell([...order, ...order]).taken, JSON.stringify(order)).toBe(taken);
  }
});

test('what a dispute takes and gives back has names of its own, each time', () => {
  const flips = (['taken', 'given_back', 'lost', 'given_back', 'taken'] as const).map((stand, toldAtMs) => ({ stand, toldAtMs }));
  expect(tell(flips)).toEqual({ ids: ['d', 'd:won', 'd:lost', 'd:won:2', 'd:lost:2'], taken: 1 });
});

test('where nobody says when, what comes last holds, and the beginning of a dispute takes nothing again', () => {
  const at = (...stands: ToldDispute['stand'][]) => tell(stands.map((stand) => ({ stand, toldAtMs: undefined }))).taken;
  expect([at('given_back', 'taken'), at('given_back', 'lost'), at('lost', 'given_back')]).toEqual([0, 1, 0]);
});
