import { type Advice, countText, nameOf, percentText, periodText } from './advice.ts';
import type { Facts, Range, SourceFact } from './facts.ts';
import { LEAST_CHANCE } from './moves.ts';
import { gainOf } from './returns.ts';

/** Fewer uses of a code, or conversions, are not worth anybody's time. */
const LEAST_COUNT = 5;
/** A smaller share of exposures without anything to match by is usual. */
const LEAST_UNMATCHABLE = 0.1;
const SILENT_DAYS = 2;
/** Half the width of a 95 % interval in standard deviations. */
const WIDTH = 1.959963984540054;

/** A count that was counted: what would be counted in another such time. */
const counted = (count: number) => gainOf({ mean: count, deviation: Math.sqrt(count) });

function ranged({ value, low, high }: Range) {
  if (value === null || low === null || high === null) return undefined;
  return gainOf({ mean: value, deviation: (high - low) / (2 * WIDTH) });
}

function mapCodes(facts: Facts): Advice[] {
  const codes = facts.unmappedCodes.filter(({ uses }) => uses >= LEAST_COUNT);
  return codes.map(({ code, uses }) => ({
    kind: 'fix_tracking',
    key: `fix_tracking:code:${code}`,
    subjects: [{ type: 'code', key: code, name: code }],
    title: `Say whose promo code ${code} is`,
    says: `Give the promo code ${code} to its campaign: until then its orders are credited as if they had none.`,
    unit: 'known_conversions',
    gain: counted(uses),
    evidence: [
      {
        label: `orders with the code ${code}`,
        value: countText(uses),
        definition: `orders that carry it, ${periodText(facts)}; the catalogue has no campaign for it`,
      },
    ],
    against: ['The code is none of an ad: a voucher of the shop, or one that coupon sites spread.'],
    watch: { measure: 'unmapped_codes', keys: [code], before: uses, variance: uses, days: facts.period.days },
  }));
}

function nameCampaigns(facts: Facts): Advice[] {
  return facts.campaigns
    .filter(({ isStub }) => isStub)
    .flatMap((campaign) => {
      const gain = ranged(campaign.credited);
      if (!gain || gain.value < LEAST_COUNT || gain.chance < LEAST_CHANCE) return [];
      const { key } = campaign;
      return [
        {
          kind: 'fix_tracking' as const,
          key: `fix_tracking:campaign:${key}`,
          subjects: [{ type: 'campaign' as const, key, name: nameOf(campaign) }],
          title: `Complete the campaign ${key}`,
          says: `Enter name and spend of the campaign ${key}: events name it, and nobody has said what it costs.`,
          unit: 'known_conversions' as const,
          gain,
          evidence: [
            {
              label: 'conversions without a cost',
              value: countText(gain.value),
              definition: `credited to ${key} under the linear model, of exposures ${periodText(facts)}`,
            },
          ],
          against: ['The key is a slip of whoever sends the events: mend it there instead.'],
          watch: {
            measure: 'unpriced' as const,
            keys: [key],
            before: gain.value,
            variance: gain.value,
            days: facts.period.days,
          },
        },
      ];
    });
}

function carryKeys(facts: Facts): Advice[] {
  const { exposures, of, conversions } = facts.unmatchable;
  const gain = ranged(conversions);
  if (of === 0 || exposures / of < LEAST_UNMATCHABLE || !gain || gain.value < LEAST_COUNT || gain.chance < LEAST_CHANCE) return [];
  return [
    {
      kind: 'fix_tracking',
      key: 'fix_tracking:unmatchable',
      subjects: [{ type: 'tenant', key: null, name: 'all campaigns' }],
      title: 'Have exposures carry something to match by',
      says: 'Send an address, a device id or another key with every exposure: those without one can be matched with nothing.',
      unit: 'known_conversions',
      gain,
      evidence: [
        {
          label: 'exposures with nothing to match by',
          value: `${countText(exposures)} of ${countText(of)} (${percentText(exposures / of)})`,
          definition: `no key, and no address but a relay or a datacenter, ${periodText(facts)}`,
        },
        {
          label: 'what they would be credited with',
          value: countText(gain.value),
          definition: 'if they led to as much as exposures that can be matched; modelled, in no report',
        },
      ],
      against: ['These are listeners behind relays by their own choice: nothing that may be sent would tell them apart.'],
      watch: { measure: 'unmatchable', keys: [], before: gain.value, variance: gain.value, days: facts.period.days },
    },
  ];
}

/** How many conversions are missing since a source fell silent, by the days before. */
function missingOf({ before, since }: SourceFact) {
  const expected = (before.conversions / before.days) * since.days;
  const deviation = Math.sqrt(before.conversions * (since.days / before.days) ** 2 + since.conversions + 1);
  return gainOf({ mean: expected - since.conversions, deviation });
}

function wakeSources(facts: Facts): Advice[] {
  const silent = facts.sources.filter(({ silentDays }) => silentDays >= SILENT_DAYS);
  return silent.flatMap((source) => {
    const gain = missingOf(source);
    if (gain.chance < LEAST_CHANCE || gain.value < LEAST_COUNT) return [];
    const { kind, key, name, before, since, lastReceivedAt } = source;
    const word = kind === 'tag' ? 'site tag' : 'source';
    return [
      {
        kind: 'fix_tracking' as const,
        key: `fix_tracking:${kind}:${key}`,
        subjects: [{ type: kind, key, name }],
        title: `The ${word} ${name} is silent`,
        says: `Look after the ${word} ${name}: it has sent nothing since ${lastReceivedAt.slice(0, 10)}, and conversions are missing.`,
        unit: 'known_conversions' as const,
        gain,
        evidence: [
          { label: 'last received', value: lastReceivedAt.slice(0, 10), definition: `when something genuine came from the ${word}` },
          {
            label: 'conversions since then',
            value: `${countText(since.conversions)} in ${countText(since.days)} days`,
            definition: 'of all kinds and from everywhere',
          },
          {
            label: 'conversions before',
            value: `${countText(before.conversions)} in ${countText(before.days)} days`,
            definition: 'of all kinds and from everywhere, up to the day it fell silent',
          },
        ],
        against: ['It was switched off on purpose, or there was simply less to tell in these days.'],
        watch: {
          measure: 'conversions' as const,
          keys: [],
          before: (since.conversions / since.days) * facts.period.days,
          variance: since.conversions * (facts.period.days / since.days) ** 2,
          days: facts.period.days,
        },
      },
    ];
  });
}

/** What is not measured, and could be. */
export function fixTracking(facts: Facts): Advice[] {
  return [...wakeSources(facts), ...mapCodes(facts), ...nameCampaigns(facts), ...carryKeys(facts)];
}
