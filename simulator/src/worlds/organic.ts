import type { Random } from '../random.ts';
import { DAY_MS, endOf, type Ground } from './ground.ts';
import { naturalLog } from './logarithm.ts';

/** The instants of events that happen at a constant rate per day throughout the world's days, oldest first (a Poisson process). */
export function instantsAtRate(ground: Ground, perDay: number, random: Random): number[] {
  const instants: number[] = [];
  const end = endOf(ground);
  for (let atMs = ground.startMs + delayMs(1 / perDay, random); atMs < end; atMs += delayMs(1 / perDay, random)) instants.push(atMs);
  return instants;
}

/** A delay in whole milliseconds that is exponentially distributed around a mean of so many days. */
export function delayMs(meanDays: number, random: Random): number {
  return 1 + Math.floor(-naturalLog(1 - random.next()) * meanDays * DAY_MS);
}
