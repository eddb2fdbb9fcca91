import type { Context } from '../../platform/context.ts';
import type { Rounds } from '../../platform/rounds.ts';
import { startSurveys } from '../surveybases/service.ts';
import { startVanityVisits } from '../vanityvisits/service.ts';

/** Keeps answers of surveys and visits of vanity paths what they are by what the tenant says of them now, until `close`. */
export function startSignals(context: Context, actor: 'system'): Rounds {
  const [surveys, visits] = [startSurveys(context, actor), startVanityVisits(context, actor)];
  return { close: async () => void (await Promise.all([surveys.close(), visits.close()])) };
}
