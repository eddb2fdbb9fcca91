import type { Estimate, Moments } from './moments.ts';

/** A comparison made more exact by what participants did before it. */
export interface Adjusted extends Estimate {
  /** Of the variance of an outcome, how much the time before explains: 0 to 1. */
  explained: number;
}

/** Sums of squares and products around the means of one arm. */
function centred({ count, y, yy, x, xx, xy }: Moments) {
  return { yy: yy - (y * y) / count, xx: xx - (x * x) / count, xy: xy - (x * y) / count };
}

/**
 * How much higher the mean outcome of an arm is than the control's, with each outcome less θ times what the participant did before: θ from
 * the slopes within all the arms given, so that it takes nothing of the difference away. Undefined when nobody did anything before, or an
 * arm has fewer than two participants.
 * Source: A. Deng, Y. Xu, R. Kohavi, T. Walker (2013), Improving the sensitivity of online controlled experiments by utilizing
 * pre-experiment data, WSDM, section 3.
 */
export function adjustedDifference(arm: Moments, control: Moments, all: readonly Moments[]): Adjusted | undefined {
  if (Math.min(arm.count, control.count) < 2) return undefined;
  const within = all.filter(({ count }) => count > 0).map(centred);
  const sum = (part: 'xx' | 'xy' | 'yy') => within.reduce((total, one) => total + one[part], 0);
  const [xx, xy, yy] = [sum('xx'), sum('xy'), sum('yy')];
  if (!(xx > 0) || !(yy > 0)) return undefined;
  const theta = xy / xx;
  const mean = ({ count, y, x }: Moments) => (y - theta * x) / count;
  const variance = (one: Moments) => {
    const around = centred(one);
    return Math.max(0, around.yy - 2 * theta * around.xy + theta * theta * around.xx) / (one.count - 1) / one.count;
  };
  return {
    value: mean(arm) - mean(control),
    standardError: Math.sqrt(variance(arm) + variance(control)),
    explained: Math.min(1, (xy * xy) / (xx * yy)),
  };
}
