/** What each figure means, in plain words: name, meaning, and how it is worked out. */
export interface Definition {
  name: string;
  meaning: string;
  working?: string;
}

export const definitions = {
  conversions: {
    name: 'Conversions',
    meaning:
      'What people did: visits, leads, sign-ups, installs, purchases and subscriptions inside the chosen dates. ' +
      'An order that arrives twice counts once.',
  },
  revenue: {
    name: 'Revenue',
    meaning:
      'What these conversions are worth after refunds, in one currency. ' +
      'Amounts in other currencies are never added; they are listed beside it.',
  },
  attributedShare: {
    name: 'Attributed share',
    meaning:
      'Conversions with at least one matched touchpoint inside the lookback window, out of all conversions. ' +
      'The range is the 95 % interval: ranges made this way hold the true share about 95 times in 100.',
    working: 'attributed ÷ all conversions, with the Wilson interval. “few” marks fewer than 30 conversions.',
  },
  creditedShare: {
    name: 'Share credited to ads',
    meaning:
      'The part of all conversions that this model credits to ads: what was matched, less what it expects to have happened anyway. It ' +
      'adds up parts of conversions, so the range is not that of a count but of the fit: chance alone, 95 times in 100. How far the ' +
      'model itself is off is not in it; an experiment tells that.',
    working: '(matched − organic) ÷ all conversions; the range is that of the organic part',
  },
  placebo: {
    name: 'Placebo match rate',
    meaning:
      'The share of all conversions that the same rules match with exposures after them, which cannot have led to them: coincidence, or ' +
      'people who bought and go on listening. Hold it against the share that was matched: the closer the two, the less that one says. It ' +
      'overstates coincidence where buyers keep listening, and understates it where less was heard after than before, as once a campaign ' +
      'has ended.',
    working:
      'conversions with an exposure in the lookback after them ÷ conversions looked at (up to 2,000, none younger than one lookback), ' +
      'with the Wilson interval',
  },
  creditedRevenue: {
    name: 'Credited revenue',
    meaning:
      'The part of the revenue that the chosen model credits to touchpoints. ' +
      'Credit is a share by rule, not proof that the ad caused the sale.',
    working: 'attributed + organic + unattributed = revenue, to the last unit.',
  },
  spend: {
    name: 'Spend',
    meaning:
      'What is booked for whole campaigns, where it was entered in the currency of the report. It is told only where no dates are ' +
      'chosen. A campaign without it is left out, and counted as such.',
  },
  roas: {
    name: 'ROAS',
    meaning: 'Return on ad spend: credited revenue for each unit of money spent. 2.00× means two credited for one spent.',
    working: 'credited revenue ÷ spend, only over campaigns whose spend is known.',
  },
  cpa: { name: 'CPA', meaning: 'Cost per acquisition: what one credited conversion cost.', working: 'spend ÷ credited conversions' },
  creditedConversions: {
    name: 'Credited conversions',
    meaning:
      'Each conversion is split between its touchpoints, so a campaign can be credited with part of one. ' +
      'The parts, with what a model gives to nobody, add up to whole conversions.',
  },
  share: {
    name: 'Share',
    meaning:
      'This row’s part of everything that was credited: of the credited revenue, or of the credited conversions when there is no revenue.',
  },
  asOf: {
    name: 'As known',
    meaning:
      'Late events, refunds, erasures and changed lists restate conversions. Every version is kept, so that a day in the past shows the ' +
      'figures that were told then. Paths and amounts are those of that day; names, spend and the fits of data-driven models are not ' +
      'kept and are those of now. A conversion’s own page always shows what is known now, with its history.',
  },
  unattributed: {
    name: 'Unattributed',
    meaning:
      'Conversions without any matched touchpoint inside the lookback window. ' +
      'They are shown in every total and never spread over campaigns.',
  },
  organic: {
    name: 'Organic (model estimate)',
    meaning: 'Credit that the model gives to nobody because it expects the conversion to have happened anyway.',
  },
  lookback: {
    name: 'Lookback',
    meaning:
      'How far before a conversion a touchpoint may lie and still be credited, both ends included. ' +
      'Stored data stays as it is; only this view changes. Your tenant’s default stands in its settings.',
  },
  halfLife: {
    name: 'Half-life',
    meaning:
      'Used by time decay alone: a touchpoint this much older than another earns half of its credit. ' +
      'Your tenant’s default stands in its settings.',
    working: 'weight ∝ 2^(−age ÷ half-life)',
  },
  spread: {
    name: 'Spread',
    meaning: 'How far the models lie apart on this row. A small spread means the answer hardly depends on the model.',
    working: 'highest − lowest of the models shown',
  },
  weight: {
    name: 'Weight',
    meaning:
      'The touchpoint’s share of this conversion under one model. ' +
      'With what the model gives to nobody, those of a path add up to 100 %.',
  },
  credit: {
    name: 'Credit',
    meaning: 'The touchpoint’s part of the conversion’s value, split so that the parts add up to the value exactly.',
    working: 'largest remainder; ties go to the earlier touchpoint',
  },
  evidence: {
    name: 'Evidence',
    meaning:
      'Why the touchpoint and the conversion are taken to belong to the same person or household. ' +
      'More bars, stronger evidence. The class never scales the credit.',
    working: 'click id › user, e-mail, device › promo code › survey › address and browser › household address',
  },
  unaccounted: {
    name: 'Unaccounted for',
    meaning:
      'Exposures that stand in paths of conversions beyond the usable ones counted here, and so in no line. Paths follow counts that ' +
      'changed within seconds: once nothing waits, this is 0. Anything else is a fault, and is told rather than hidden.',
    working: 'matched in paths − matched in the waterfall',
  },
  deliveryEvidence: {
    name: 'Delivery evidence',
    meaning:
      'How it is known that the ad reached the listener, apart from who was matched with whom. Credit that rests on an ad’s own pixel is ' +
      'better founded than credit for an episode that somebody requested. It never scales the credit.',
    working: 'ad pixel › bytes in a host’s log › request through the prefix › reported',
  },
  delivered: {
    name: 'Delivered',
    meaning:
      'What a placement delivered within its flight: impressions, or downloads where the ad is part of the audio file or no impression ' +
      'was told of it.',
  },
  expectedByNow: {
    name: 'Expected by now',
    meaning: 'What would be delivered by now if the booked impressions were spread evenly over the flight.',
    working: 'booked × part of the flight that is over',
  },
  projected: {
    name: 'Projected at the end',
    meaning:
      'What the flight comes to if the rest of it goes at the rate so far. The range is the 95 % prediction interval; it widens where ' +
      'days differ much.',
    working: 'delivered + days that remain × delivered ÷ days elapsed, parts of days included',
  },
  makeGood: {
    name: 'Make-good',
    meaning: 'The impressions that are owed once a flight is over, and what they cost at the booked price.',
    working: 'booked − delivered, if anything is left',
  },
  hostDifference: {
    name: 'Difference to the host',
    meaning:
      'What the host counted less what we counted, of the same days of the same shows and episodes. ' +
      'Parties that count by the same rules may differ by 5 % either way.',
    working: '(the host’s − ours) ÷ the host’s',
  },
  surveyShare: {
    name: 'Answers that mean a podcast',
    meaning:
      'Answers of these days that speak of a podcast or of a show, of all answers. Those that name the order of somebody else are in ' +
      'neither. The range is the 95 % interval.',
    working: 'such answers ÷ all answers, with the Wilson interval',
  },
  surveyProjected: {
    name: 'Customers from podcasts, projected',
    meaning:
      'How many customers of these days podcasts brought if those who did not answer are like those who did. They may not be, and the ' +
      'range, the 95 % interval, does not tell of that.',
    working: 'share of answers that mean a podcast × customers',
  },
  surveyDirect: {
    name: 'Customers by code or vanity path',
    meaning: 'Customers of these days who used a promo code of a campaign, or came by a vanity path in the 30 days before. A count.',
  },
  surveyMultiplier: {
    name: 'Survey multiplier',
    meaning:
      'How many customers podcasts brought for each one that a code or a vanity path shows. The range is the 95 % interval of the share ' +
      'of answers; it takes the count of customers by code or path as certain.',
    working: 'customers projected ÷ customers by code or vanity path',
  },
  swapExposed: {
    name: 'Households that heard it',
    meaning: 'Different addresses that may stand for a household and had an exposure of the campaign in the other show. A count.',
  },
  swapArrived: {
    name: 'Arrived',
    meaning: 'Of the households that heard it, those with a download of the promoted show within the days after their first exposure.',
    working: 'arrived ÷ households that heard it, with the 95 % Wilson interval',
  },
  swapNew: {
    name: 'New listeners',
    meaning:
      'Of those without a download of the promoted show in as many days before the exposure, the ones that arrived. Told only of ' +
      'households that heard it after downloads of the show had begun to be measured.',
    working: 'arrived and new ÷ households that had not listened before, with the 95 % Wilson interval',
  },
  swapBefore: {
    name: 'Had listened before',
    meaning:
      'Of the households that heard it, those with a download of the promoted show in as many days before: listeners it had already.',
    working: 'had listened ÷ households that heard it once the show was measured, with the 95 % Wilson interval',
  },
  synthetic: {
    name: 'Synthetic touchpoint',
    meaning:
      'A promo code or survey answer named the campaign, but no exposure of it was recorded. ' +
      'One touchpoint stands in for it, just before the conversion.',
  },
  path: {
    name: 'Path',
    meaning: 'The conversion with its touchpoints inside the lookback window, oldest first. Nothing after the conversion is credited.',
  },
} as const satisfies Record<string, Definition>;

export type DefinitionName = keyof typeof definitions;
