import { creditByUnit, type UnitCredit } from './batch.ts';
import { type EventColumns, type ExposureColumns, joinPaths, type JoinOptions } from './join.ts';
import type { Model } from './models/model.ts';

/** Conversions with what each is worth. */
export interface ConversionColumns extends EventColumns {
  value: Float64Array;
}

/** Totals per model and unit, of how many paths, and of how many touches in them. */
export interface EventCredit extends UnitCredit {
  /** Conversions that have a touch. */
  attributed: number;
  touches: number;
}

function addTo(sums: Float64Array[], more: readonly Float64Array[]): void {
  sums.forEach((sum, model) => {
    for (let unit = 0; unit < sum.length; unit += 1) sum[unit] += more[model][unit];
  });
}

/**
 * From raw events to credit: joins them as `joinPaths` does and credits their paths as `creditByUnit` does, so that paths are never held
 * all at once. The same bits whatever order the events arrived in. Every unit must lie in 0 … `unitCount` − 1.
 */
export function creditEvents(
  models: readonly Model[],
  { exposures, conversions }: { exposures: ExposureColumns; conversions: ConversionColumns },
  options: JoinOptions,
  unitCount: number,
): EventCredit {
  const sums = () => models.map(() => new Float64Array(unitCount));
  const credit: EventCredit = { conversions: sums(), value: sums(), attributed: 0, touches: 0 };
  let worth = new Float64Array(0);
  joinPaths(exposures, conversions, options, (paths) => {
    const { pathCount, offsets, conversion } = paths;
    if (worth.length < pathCount) worth = new Float64Array(pathCount);
    for (let path = 0; path < pathCount; path += 1) {
      worth[path] = conversions.value[conversion[path]];
      if (offsets[path + 1] > offsets[path]) credit.attributed += 1;
    }
    credit.touches += offsets[pathCount];
    const part = creditByUnit(models, paths, { value: worth }, unitCount);
    addTo(credit.conversions, part.conversions);
    addTo(credit.value, part.value);
  });
  return credit;
}
