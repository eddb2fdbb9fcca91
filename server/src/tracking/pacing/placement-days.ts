import type { ExposureDay } from '../exposuredays/rules.ts';

/** How many touchpoints of one kind name a placement on a UTC day. */
export interface PlacementDay {
  placement: string;
  day: string;
  kind: 'impression' | 'download';
  delivered: number;
}

/** Adds days of exposures up by placement, day and kind, of these placements; in the order of the days. */
export function createPlacementDays(placements: readonly string[]) {
  const asked = new Set(placements);
  const days = new Map<string, PlacementDay>();
  const add = (rows: readonly ExposureDay[]): void => {
    for (const { day, kind, placement, exposures } of rows) {
      if (!asked.has(placement)) continue;
      const name = `${day} ${kind} ${placement}`;
      const known = days.get(name);
      if (known) known.delivered += exposures;
      else days.set(name, { placement, day, kind, delivered: exposures });
    }
  };
  return { add, finish: (): PlacementDay[] => [...days.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)) };
}
