import type { Purchases, WorldCampaign } from './ground.ts';

/** What a household's purchases are owed to; together they are all of them. */
export interface Causes {
  /** By campaign, in the ground's order; parts of purchases where campaigns work together. */
  incremental: number[];
  organic: number;
}

/** How often each place in a random order of `count` campaigns has just these many before it and this one next (Shapley 1953). */
function shapleyWeights(count: number): number[] {
  const weights = [1 / count];
  for (let before = 1; before < count; before += 1) weights.push((weights[before - 1] * before) / (count - before));
  return weights;
}

function bitsOf(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) bits += 1;
  return bits;
}

/**
 * What a household's purchases are owed to, by counterfactuals: organic are as many as it would have made without any ad. What all ads
 * caused together is shared by the Shapley value: each campaign's part is what it adds, on average over all orders in which the campaigns
 * that the household heard could have been added. Where campaigns do not work together, that is what would be missing without the campaign.
 */
export function causesOf(purchases: Purchases, heard: readonly number[], campaigns: readonly WorldCampaign[]): Causes {
  const incremental = campaigns.map(() => 0);
  const players = [...new Set(heard)].filter((campaign) => campaigns[campaign].effect > 0).sort((a, b) => a - b);
  const maskOf = (coalition: number) => players.reduce((mask, campaign, place) => mask | (((coalition >> place) & 1) << campaign), 0);
  const everything = (1 << players.length) - 1;
  const organic = purchases(0).length;
  if (purchases(maskOf(everything)).length === organic) return { incremental, organic };
  const worth = Array.from({ length: everything + 1 }, (_, coalition) => purchases(maskOf(coalition)).length);
  const weights = shapleyWeights(players.length);
  players.forEach((campaign, place) => {
    for (let coalition = 0; coalition <= everything; coalition += 1) {
      if ((coalition >> place) & 1) continue;
      incremental[campaign] += weights[bitsOf(coalition)] * (worth[coalition | (1 << place)] - worth[coalition]);
    }
  });
  return { incremental, organic };
}
