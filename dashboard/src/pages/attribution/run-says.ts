import { formatCount, formatDay, formatPlural } from '../../format.ts';
import type { Run } from '../../runs-api.ts';
import { runTexts as words } from '../../texts-runs.ts';
import { texts } from '../../texts.ts';

/** The times and kinds of conversions that a run covers. */
export function coveredBy({ options: { from, to, conversionKind } }: Run): string {
  const day = (instant: string) => formatDay(instant.slice(0, 10), 'full');
  const time =
    from !== null && to !== null
      ? words.span(day(from), day(to))
      : from !== null
        ? words.since(day(from))
        : to !== null
          ? words.until(day(to))
          : words.allTime;
  const kinds = conversionKind === null ? words.allKinds : conversionKind.map((kind) => texts.kinds[kind]).join(', ');
  return `${kinds}, ${time.charAt(0).toLowerCase()}${time.slice(1)}`;
}

/** The model of a run as it was named. */
export function modelOf({ model: { name, own } }: Run): string {
  return own === undefined ? name : `${own.name}@${own.version}`;
}

/** How far a run has come. */
export function stateOf({ state, progress }: Pick<Run, 'state' | 'progress'>): string {
  const said = words.states[state] ?? state;
  return state === 'running' && progress > 0 ? words.progress(said, formatCount(progress)) : said;
}

export const conversionsText = (count: number): string => formatPlural(count, words.counted);
