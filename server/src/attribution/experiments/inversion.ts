const MOST_STEPS = 10;
const ROUNDS = 24;

/**
 * How far an effect may lie from `from` in one direction without a test ruling it out: where `isOpen` turns false. `step` > 0 is a distance
 * to begin with, which is doubled up to ten times; infinite where nothing is ruled out even then. `isOpen(from)` must be true.
 * Source: P. R. Rosenbaum (2002), Observational Studies, 2.4.
 */
export function furthestOpen(isOpen: (effect: number) => boolean, from: number, direction: 1 | -1, step: number): number {
  let inside = from;
  let distance = step;
  let steps = 0;
  while (steps < MOST_STEPS && isOpen(from + direction * distance)) {
    inside = from + direction * distance;
    distance *= 2;
    steps += 1;
  }
  if (steps === MOST_STEPS) return direction * Infinity;
  let outside = from + direction * distance;
  for (let round = 0; round < ROUNDS; round += 1) {
    const middle = (inside + outside) / 2;
    if (isOpen(middle)) inside = middle;
    else outside = middle;
  }
  return outside;
}
