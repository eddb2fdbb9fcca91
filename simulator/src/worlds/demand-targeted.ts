import { type Ad, DAY_MS, draw, endOf, type Form, type Ground, type Listener } from './ground.ts';
import { instantsAtRate } from './organic.ts';

const SPELL_WORD = 31;
const FOLLOWING_WORD = 32;
const SPELLS_PER_DAY = 0.006;
const SPELL_DAYS = 6;
/** Ads heard so long before a spell still matter in it. */
const REMEMBERED_DAYS = 10;
const BOUGHT_ANYWAY = 0.28;
/** The chance that one hearing wins a household that would not have bought. */
const WON_PER_HEARING = 0.16;
const SHOWN_PER_DAY = { about: 0.4, otherwise: 0.008 };

/** Some days in which a household thinks of buying; it decides at their end. */
interface Spell {
  startMs: number;
  endMs: number;
  /** The household buys when its chance of doing so is above this. */
  reluctance: number;
}

function spellsOf(ground: Ground, { index, need }: Listener): Spell[] {
  const random = draw(ground, SPELL_WORD, index);
  return instantsAtRate(ground, SPELLS_PER_DAY * need, random).map((startMs) => {
    const endMs = startMs + DAY_MS + random.below(2 * SPELL_DAYS * DAY_MS);
    return { startMs, endMs, reluctance: random.next() };
  });
}

/** The ads of campaigns that pay to reach those who are about to buy: most of them in a spell, few outside. */
function following(ground: Ground, { index, hasStreaming }: Listener, spells: readonly Spell[]): Ad[] {
  if (!hasStreaming) return [];
  return ground.campaigns.flatMap(({ channel }, campaign) => {
    if (channel !== 'streaming_audio') return [];
    const random = draw(ground, FOLLOWING_WORD, index, campaign);
    return Array.from({ length: ground.days }, (_, day) => ground.startMs + day * DAY_MS).flatMap((dayMs): Ad[] => {
      const atMs = dayMs + random.below(DAY_MS);
      const isAbout = spells.some(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
      if (!random.chance(isAbout ? SHOWN_PER_DAY.about : SHOWN_PER_DAY.otherwise)) return [];
      return [{ atMs, campaign, show: null, episode: null, placement: null }];
    });
  });
}

/**
 * Households think of buying now and then, and ads only move those who do. Two campaigns seek these people out, one of which does nothing:
 * whoever saw its ads was about to buy. People who need what is sold also listen to other shows.
 */
export const demandTargeted: Form = {
  begin(ground, listener) {
    const spells = spellsOf(ground, listener).filter(({ endMs }) => endMs < endOf(ground));
    return {
      targeted: following(ground, listener, spells),
      respond(heard) {
        const moving = spells.map(({ startMs, endMs, reluctance }) => {
          const inMind = heard.filter(({ atMs }) => atMs >= startMs - REMEMBERED_DAYS * DAY_MS && atMs < endMs);
          return { endMs, reluctance, campaigns: inMind.map(({ campaign }) => campaign) };
        });
        return (mask) =>
          moving
            .filter(({ reluctance, campaigns }) => {
              const unmoved = campaigns
                .filter((campaign) => (mask >> campaign) & 1)
                .reduce((product, campaign) => product * (1 - WON_PER_HEARING * ground.campaigns[campaign].effect), 1 - BOUGHT_ANYWAY);
              return reluctance < 1 - unmoved;
            })
            .map(({ endMs }) => endMs)
            .sort((a, b) => a - b);
      },
    };
  },
};
