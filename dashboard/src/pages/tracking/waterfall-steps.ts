import type { ExposureFall, Waterfall } from '../../tracking-api.ts';
import { trackingTexts } from '../../texts-tracking.ts';

const words = trackingTexts.waterfall;

/** One line of the waterfall: what is left, or what was taken away. */
export interface Step {
  id: string;
  name: string;
  meaning: string;
  count: number;
  /** True for what the step before was lessened by. */
  isLess: boolean;
  /** What is left from here on, itself included where it is a total. */
  left: number;
}

type Line = Omit<Step, 'left'>;

const total = (id: string, name: string, meaning: string, count: number): Line => ({ id, name, meaning, count, isLess: false });
const less = (id: string, name: string, meaning: string, count: number): Line => ({ id, name, meaning, count, isLess: true });

/** The lines with what is left after each; those that took nothing away are left out. */
function stepsOf(lines: readonly Line[]): Step[] {
  let left = 0;
  return lines
    .map((line): Step => {
      left = line.isLess ? left - line.count : line.count;
      return { ...line, left };
    })
    .filter(({ isLess, count }) => !isLess || count > 0);
}

function filteredLines({ filtered }: Pick<Waterfall, 'filtered'>): Line[] {
  return filtered.map(({ reason, requests }) => {
    const [name, meaning] = words.reasons[reason] ?? [reason, ''];
    return less(reason, name, meaning, requests);
  });
}

type Credited = Pick<Waterfall, 'unusable' | 'usable' | 'unmatched' | 'matched' | 'uncredited' | 'attributed'>;

function creditLines(fall: Credited, meanings: Record<keyof Credited, string>): Line[] {
  const line = (kind: typeof total, id: keyof Credited) => kind(id, words[id], meanings[id], fall[id]);
  return [
    line(less, 'unusable'),
    line(total, 'usable'),
    line(less, 'unmatched'),
    line(total, 'matched'),
    line(less, 'uncredited'),
    line(total, 'attributed'),
  ];
}

/** The waterfall as lines, each total being the one before less what stands between them. Reasons that took nothing away are left out. */
export function waterfallSteps(waterfall: Waterfall): Step[] {
  return stepsOf([
    total('requests', words.requests, words.steps.requests, waterfall.requests),
    ...filteredLines(waterfall),
    less('repeats', words.repeats, words.steps.repeats, waterfall.repeats),
    total('downloads', words.downloads, words.steps.downloads, waterfall.downloads),
    ...creditLines(waterfall, words.steps),
  ]);
}

/** What was not counted of requests as lines, in the same way. */
export function exposureSteps(fall: ExposureFall): Step[] {
  const own = words.exposures[fall.kind];
  return stepsOf([
    total('received', own.received, own.receivedHelp, fall.received),
    ...filteredLines(fall),
    total('exposures', own.exposures, own.exposuresHelp, fall.exposures),
    ...creditLines(fall, words.exposureSteps),
  ]);
}
