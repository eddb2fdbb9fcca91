import type { OracleOptions } from './oracle.ts';

const DAY = 86_400_000;

/** What each touch of a conversion at an instant weighs under a model. */
export function weightsOf(
  touches: readonly { at: number }[],
  at: number,
  options: Pick<OracleOptions, 'model' | 'halfLifeDays'>,
): number[] {
  const n = touches.length;
  const last = n - 1;
  if (options.model === 'first_touch') return touches.map((_, i) => (i === 0 ? 1 : 0));
  if (options.model === 'last_touch') return touches.map((_, i) => (i === last ? 1 : 0));
  if (options.model === 'linear') return touches.map(() => 1 / n);
  if (options.model === 'position_based') {
    if (n <= 2) return touches.map(() => 1 / n);
    return touches.map((_, i) => (i === 0 || i === last ? 0.4 : 0.2 / (n - 2)));
  }
  const newest = at - touches[last].at;
  const raw = touches.map((t) => 2 ** (-(at - t.at - newest) / (options.halfLifeDays * DAY)));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((w) => w / sum);
}

/** Largest remainder: floors after adding 1e-9, then one unit each to the largest remainders, ties within 1e-9 to the earlier touch. */
export function splitExactly(value: number, weights: number[]): number[] {
  const parts = weights.map((w) => Math.floor(value * w + 1e-9));
  const rest = weights.map((w, i) => value * w - parts[i]);
  for (let left = value - parts.reduce((a, b) => a + b, 0); left > 0; left -= 1) {
    const most = Math.max(...rest);
    const winner = rest.findIndex((r) => r >= most - 1e-9);
    parts[winner] += 1;
    rest[winner] = -Infinity;
  }
  return parts;
}
