import type { CreditedTouchpoint } from '../../api.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STEPS_MS = [
  ...[1, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 3, 7, 14, 30].map((days) => days * DAY_MS),
];
const MOST_STEPS = 5;

/** One touchpoint on the line. Places are parts of its length: 0 is the left end, 1 the conversion. */
export interface Stop {
  touchpoint: CreditedTouchpoint;
  /** The touchpoint's number on the path, from 1. */
  number: number;
  place: number;
  beforeMs: number;
  /** The weight in proportion to the path's largest, 0 to 1. */
  height: number;
}

export interface PathLine {
  stops: Stop[];
  /** Round times before the conversion, the earliest first, the conversion itself (0) last. */
  ticks: { beforeMs: number; place: number }[];
}

/** A path's touchpoints in real time, on a line that begins at the last round time before the first of them. */
export function buildPathLine(touchpoints: readonly CreditedTouchpoint[], convertedAt: string): PathLine {
  const endMs = Date.parse(convertedAt);
  const ages = touchpoints.map(({ occurredAt }) => endMs - Date.parse(occurredAt));
  const oldestMs = ages.reduce((oldest, age) => Math.max(oldest, age), 1);
  const stepMs = STEPS_MS.find((step) => oldestMs <= step * MOST_STEPS) ?? STEPS_MS[STEPS_MS.length - 1];
  const steps = Math.ceil(oldestMs / stepMs);
  const placeOf = (ageMs: number) => 1 - ageMs / (steps * stepMs);
  const largest = touchpoints.reduce((most, { weight }) => Math.max(most, weight), 0);
  return {
    stops: touchpoints.map((touchpoint, index) => ({
      touchpoint,
      number: index + 1,
      place: placeOf(ages[index]),
      beforeMs: ages[index],
      height: largest > 0 ? touchpoint.weight / largest : 0,
    })),
    ticks: Array.from({ length: steps + 1 }, (_, index) => {
      const beforeMs = (steps - index) * stepMs;
      return { beforeMs, place: placeOf(beforeMs) };
    }),
  };
}

/** The stops that can carry a label when labels need `gap` of the line's length: the heaviest first, then those with room beside them. */
export function labelledStops(stops: readonly Stop[], gap: number): Set<number> {
  const labelled: Stop[] = [];
  for (const stop of stops.toSorted((a, b) => b.touchpoint.weight - a.touchpoint.weight)) {
    if (labelled.every(({ place }) => Math.abs(place - stop.place) >= gap)) labelled.push(stop);
  }
  return new Set(labelled.map(({ number }) => number));
}
