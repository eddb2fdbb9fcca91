import { DAY_MS, draw, endOf, type Form, type Hearing } from './ground.ts';
import { instantsAtRate } from './organic.ts';

const ORGANIC_WORD = 21;
const CONVINCED_WORD = 22;
const ORGANIC_PER_DAY = 0.0016;
const NEEDED = 3;
const WINDOW_MS = 21 * DAY_MS;
const BOUGHT_WHEN_CONVINCED = 0.045;
const LONGEST_DELAY_DAYS = 5;

/** The hearings at which one campaign has been heard three times within three weeks, each hearing counted for one of them. */
function convincing(heard: readonly Hearing[]): Hearing[] {
  const found: Hearing[] = [];
  let recent: Hearing[] = [];
  for (const hearing of heard) {
    recent = [...recent.filter(({ atMs }) => hearing.atMs - atMs <= WINDOW_MS), hearing];
    if (recent.length < NEEDED) continue;
    found.push(hearing);
    recent = [];
  }
  return found;
}

/** An ad does nothing until the same campaign has been heard three times within three weeks; then people buy within days, or not at all. */
export const threshold: Form = {
  begin(ground, { index, need }) {
    const organic = instantsAtRate(ground, ORGANIC_PER_DAY * need, draw(ground, ORGANIC_WORD, index));
    return {
      targeted: [],
      respond(heard) {
        const caused = ground.campaigns.flatMap(({ effect }, campaign) =>
          convincing(heard.filter((hearing) => hearing.campaign === campaign)).flatMap(({ atMs, serial }) => {
            const random = draw(ground, CONVINCED_WORD, index, serial);
            if (!random.chance(BOUGHT_WHEN_CONVINCED * effect)) return [];
            const boughtAtMs = atMs + 60_000 + random.below(LONGEST_DELAY_DAYS * DAY_MS);
            return boughtAtMs < endOf(ground) ? [{ atMs: boughtAtMs, campaign }] : [];
          }),
        );
        return (mask) => {
          const moved = caused.filter(({ campaign }) => (mask >> campaign) & 1).map(({ atMs }) => atMs);
          return [...organic, ...moved].sort((a, b) => a - b);
        };
      },
    };
  },
};
