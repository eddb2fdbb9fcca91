import { draw, endOf, type Form } from './ground.ts';
import { delayMs, instantsAtRate } from './organic.ts';

const ORGANIC_WORD = 11;
const CAUSE_WORD = 12;
const ORGANIC_PER_DAY = 0.0016;
const BOUGHT_PER_HEARING = 0.009;

/** Mean days from hearing to buying; ads of different campaigns fade at different speed. */
const MEAN_DAYS = [6, 3, 8, 4, 2, 5, 3, 7];

/**
 * Every hearing adds to the rate at which the household buys, and what it adds fades exponentially; purchases that no ad caused come at a
 * constant rate. This is the form that the model `hazard` fits.
 */
export const additiveHazard: Form = {
  begin(ground, { index, need }) {
    const organic = instantsAtRate(ground, ORGANIC_PER_DAY * need, draw(ground, ORGANIC_WORD, index));
    return {
      targeted: [],
      respond(heard) {
        const caused = heard.flatMap(({ atMs, campaign, serial }) => {
          const random = draw(ground, CAUSE_WORD, index, serial);
          if (!random.chance(BOUGHT_PER_HEARING * ground.campaigns[campaign].effect)) return [];
          const boughtAtMs = atMs + 60_000 + delayMs(MEAN_DAYS[campaign], random);
          return boughtAtMs < endOf(ground) ? [{ atMs: boughtAtMs, campaign }] : [];
        });
        return (mask) => {
          const moved = caused.filter(({ campaign }) => (mask >> campaign) & 1).map(({ atMs }) => atMs);
          return [...organic, ...moved].sort((a, b) => a - b);
        };
      },
    };
  },
};
