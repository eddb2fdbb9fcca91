import { DAY_MS, draw, endOf, type Form } from './ground.ts';
import { delayMs, instantsAtRate } from './organic.ts';

const ORGANIC_WORD = 51;
const CAUSE_WORD = 52;
const ORGANIC_PER_DAY = 0.0018;
const BOUGHT_AT_FIRST = 0.02;
const MEAN_DAYS = 3;
/** Whoever has bought does not buy again for so long. */
const SATED_MS = 21 * DAY_MS;

/** Of possible purchases, oldest first, those that lie far enough apart: no choice of them is larger. */
function apart(instants: readonly number[]): number[] {
  const bought: number[] = [];
  for (const atMs of instants) if (atMs - (bought.at(-1) ?? -Infinity) >= SATED_MS) bought.push(atMs);
  return bought;
}

/**
 * A campaign works best when it is first heard, half as well the second time, a third the third. Campaigns are sold in pairs and heard
 * together; who has bought rests for three weeks; and whose ad was heard by whom is blurred more than anywhere else.
 */
export const crowdedLines: Form = {
  begin(ground, { index, need }) {
    const organic = instantsAtRate(ground, ORGANIC_PER_DAY * need, draw(ground, ORGANIC_WORD, index));
    return {
      targeted: [],
      respond(heard) {
        const times = ground.campaigns.map(() => 0);
        const caused = heard.flatMap(({ atMs, campaign, serial }) => {
          times[campaign] += 1;
          const random = draw(ground, CAUSE_WORD, index, serial);
          if (!random.chance((BOUGHT_AT_FIRST * ground.campaigns[campaign].effect) / times[campaign])) return [];
          const boughtAtMs = atMs + 60_000 + delayMs(MEAN_DAYS, random);
          return boughtAtMs < endOf(ground) ? [{ atMs: boughtAtMs, campaign }] : [];
        });
        return (mask) => {
          const moved = caused.filter(({ campaign }) => (mask >> campaign) & 1).map(({ atMs }) => atMs);
          return apart([...organic, ...moved].sort((a, b) => a - b));
        };
      },
    };
  },
};
