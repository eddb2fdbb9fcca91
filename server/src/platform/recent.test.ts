import { expect, test } from 'vitest';
import { createRecent } from './recent.ts';

test('of many things so many are remembered, and those that were set longest ago are forgotten', () => {
  const recent = createRecent<number>(3);
  for (const [place, name] of ['a', 'b', 'c', 'a', 'd', 'e'].entries()) recent.set(name, place);
  expect([recent.size(), recent.get('a'), recent.get('b'), recent.get('c'), recent.get('d'), recent.get('e')]).toEqual([
    3,
    3,
    undefined,
    undefined,
    4,
    5,
  ]);
});

test('what is forgotten makes room', () => {
  const recent = createRecent<number>(2);
  recent.set('a', 1);
  recent.set('b', 2);
  recent.forget('a');
  recent.set('c', 3);
  expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([undefined, 2, 3]);
});
