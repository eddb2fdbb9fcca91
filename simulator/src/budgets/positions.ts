import { normal, poisson } from '../daily/draws.ts';
import { type Random, randomOf } from '../random.ts';
import { type BudgetWorld, budgetWorld, DAYS, type Household, type SimulatedLine, simulateHouseholds } from './world.ts';

/** What ads do: nothing, the same at each position of a show, or more at one than at another. */
export type PositionEffect = 'none' | 'same' | 'differs';

/** A show, its positions as keys of the world's campaigns, and the world itself. */
export interface PositionWorld extends BudgetWorld {
  shows: { key: string; positions: { key: string; position: string }[] }[];
}

const POSITIONS = ['pre_roll', 'mid_roll', 'post_roll'] as const;
const EFFECT = 0.05;

/** Downloads of a show by household, in days: who listens hears whatever stands in an episode, so that positions share their listeners. */
function simulateDownloads(random: Random, households: readonly Household[]): Map<number, number[]> {
  const [audience, perDay] = [0.1 + 0.25 * random.next(), (2 + 6 * random.next()) / DAYS];
  const downloads = new Map<number, number[]>();
  households.forEach(({ listening }, household) => {
    const count = random.chance(audience) ? poisson(random, perDay * DAYS * listening) : 0;
    const days = Array.from({ length: count }, () => random.next() * DAYS);
    if (count > 0)
      downloads.set(
        household,
        days.sort((a, b) => a - b),
      );
  });
  return downloads;
}

/** An ad at one position of a show: in some of its downloads, as campaigns fill it now and then. */
function simulatePosition(random: Random, key: string, downloads: ReadonlyMap<number, number[]>, effect: number): SimulatedLine {
  const filled = 0.3 + 0.5 * random.next();
  const exposures = new Map<number, number[]>();
  for (const [household, days] of downloads) {
    const own = days.filter(() => random.chance(filled));
    if (own.length > 0) exposures.set(household, own);
  }
  return { key, flight: [0, DAYS], effect, wear: 0.1 + 0.5 * random.next(), delayDays: 4 + 16 * random.next(), costMinor: 1, exposures };
}

/**
 * A network of 2 to 4 shows with 2 or 3 positions each, over 180 days, the same for the same seed; what exposures cause, how households
 * differ and what they order anyway is as in `simulateBudgets`. One download delivers several positions, so that a household that hears one
 * often hears another on the same day.
 */
export function simulatePositions({ seed, effect }: { seed: number; effect: PositionEffect }): PositionWorld {
  const random = randomOf(seed, { none: 0x9051, same: 0x9052, differs: 0x9053 }[effect]);
  const households = simulateHouseholds(random);
  const lines: SimulatedLine[] = [];
  const shows = Array.from({ length: 2 + random.below(3) }, (_, number) => {
    const key = `show-${number}`;
    const downloads = simulateDownloads(random, households);
    const usual = effect === 'none' ? 0 : EFFECT * Math.exp(0.5 * normal(random));
    const positions = POSITIONS.slice(0, 2 + random.below(2)).map((position) => ({ key: `${key} ${position}`, position }));
    for (const one of positions) {
      // Where positions differ, one in two does nothing at all.
      const own = effect === 'differs' && random.chance(0.5) ? 0 : usual;
      lines.push(simulatePosition(random, one.key, downloads, own));
    }
    return { key, positions };
  });
  return { ...budgetWorld(random, households, lines), shows };
}
