import type { Waterfall } from '../../tracking-api.ts';
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

/** The waterfall as lines, each total being the one before less what stands between them. Reasons that took nothing away are left out. */
export function waterfallSteps(waterfall: Waterfall): Step[] {
  let left = waterfall.requests;
  const total = (id: keyof typeof words.steps & keyof Waterfall): Step => {
    const count = Number(waterfall[id]);
    left = count;
    return { id, name: words[id], meaning: words.steps[id], count, isLess: false, left };
  };
  const less = (id: string, [name, meaning]: readonly [string, string], count: number): Step => {
    left -= count;
    return { id, name, meaning, count, isLess: true, left };
  };
  const lessOf = (id: 'repeats' | 'unusable' | 'unmatched' | 'uncredited') => less(id, [words[id], words.steps[id]], waterfall[id]);
  const filtered = () => waterfall.filtered.map(({ reason, requests }) => less(reason, words.reasons[reason] ?? [reason, ''], requests));
  const steps = [
    total('requests'),
    ...filtered(),
    lessOf('repeats'),
    total('downloads'),
    lessOf('unusable'),
    total('usable'),
    lessOf('unmatched'),
    total('matched'),
    lessOf('uncredited'),
    total('attributed'),
  ];
  return steps.filter(({ isLess, count }) => !isLess || count > 0);
}
