import { mix } from './random.ts';

const ROUNDS = 4;

/** What is named: each sort of event has names of its own, so that two events of one person have nothing in common. */
export const NAMED = { exposure: 1, click: 2, vanity: 3, survey: 4, visit: 5, lead: 6, order: 7, orderId: 8, refund: 9 } as const;
type Sort = keyof typeof NAMED;

/** From here on the first number of an exposure's name counts bots instead of households, of which there are fewer. */
export const FIRST_BOT = 2 ** 31;

function scrambled(half: number, seed: number, sort: Sort, round: number): number {
  return mix(mix(half ^ seed) + Math.imul(NAMED[sort] * ROUNDS + round, 0x9e3779b1));
}

/**
 * A name of 16 hexadecimal digits for two whole numbers below 2³², which tells nothing of them to those who do not know the seed: not who
 * was behind an event, nor what it came of. Different numbers have different names: a Feistel network.
 * Source: M. Luby, C. Rackoff (1988), How to construct pseudorandom permutations from pseudorandom functions, SIAM Journal on Computing 17,
 * for four rounds.
 */
export function nameOf(seed: number, sort: Sort, [first, second]: readonly [number, number]): string {
  let [left, right] = [first | 0, second | 0];
  for (let round = 0; round < ROUNDS; round += 1) [left, right] = [right, left ^ scrambled(right, seed, sort, round)];
  return [left, right].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

/** The two numbers behind a name: the truth, for those who know the seed. */
export function numbersOf(seed: number, sort: Sort, name: string): [number, number] {
  let [left, right] = [Number.parseInt(name.slice(0, 8), 16) | 0, Number.parseInt(name.slice(8), 16) | 0];
  for (let round = ROUNDS - 1; round >= 0; round -= 1) [left, right] = [right ^ scrambled(left, seed, sort, round), left];
  return [left >>> 0, right >>> 0];
}
