import { type Advice, countText, excessEvidence, type Money, moneyText, nameOf, percentText } from './advice.ts';
import type { CampaignFact, Facts } from './facts.ts';
import { LEAST_CHANCE } from './moves.ts';
import { gainOf } from './returns.ts';

/** A campaign with so much of all spend is worth a test. */
const LEAST_SHARE = 0.2;
/** Fewer credited conversions are too few for any test to tell. */
const LEAST_CREDITED = 30;
const MOST_TESTS = 3;
const WIDTH = 1.959963984540054;

function creditedGain({ credited: { value, low, high } }: CampaignFact) {
  if (value === null || low === null || high === null) return undefined;
  return gainOf({ mean: value, deviation: (high - low) / (2 * WIDTH) });
}

function testAdvice(campaign: CampaignFact, gain: Advice['gain'], share: number, { facts, money }: { facts: Facts; money: Money }): Advice {
  const { key, spendMinor, excess } = campaign;
  const name = nameOf(campaign);
  return {
    kind: 'test_incrementality',
    key: `test_incrementality:${key}`,
    subjects: [{ type: 'campaign', key, name }],
    title: `Test what ${name} causes`,
    says: `Plan an experiment for ${name}: it takes ${percentText(share)} of the spend, and no experiment has shown what it causes.`,
    unit: 'known_conversions',
    gain,
    evidence: [
      {
        label: `credited to ${name}`,
        value: countText(gain.value),
        definition: 'conversions under the linear model; cause or chance is not told apart',
      },
      ...(excess === null ? [] : [excessEvidence('of these beyond chance, at a guess', excess, facts)]),
      { label: 'spend', value: moneyText(spendMinor ?? 0, money), definition: `of the period; ${percentText(share)} of all campaigns` },
    ],
    against: [
      'The campaign ends before a test could.',
      'Its ads are part of the audio file and run everywhere: then only regions or times can be held apart.',
    ],
    watch: { measure: 'experiments', keys: [key], before: 0, variance: 0, days: facts.period.days },
  };
}

/** Campaigns that cost much and that no experiment has looked at. */
export function testIncrementality(facts: Facts, money: Money): Advice[] {
  const running = facts.campaigns.filter(({ isRunning }) => isRunning);
  const spent = running.reduce((sum, { spendMinor }) => sum + (spendMinor ?? 0), 0);
  return running
    .filter(
      ({ spendMinor, experiments }) =>
        spendMinor !== null && spendMinor >= LEAST_SHARE * spent && spendMinor > 0 && experiments.length === 0,
    )
    .sort((a, b) => (b.spendMinor ?? 0) - (a.spendMinor ?? 0))
    .slice(0, MOST_TESTS)
    .flatMap((campaign) => {
      const gain = creditedGain(campaign);
      if (!gain || gain.value < LEAST_CREDITED || gain.chance < LEAST_CHANCE) return [];
      return [testAdvice(campaign, gain, (campaign.spendMinor ?? 0) / spent, { facts, money })];
    });
}
