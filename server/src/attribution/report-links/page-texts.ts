import type { GroupBy } from '../reports/options.ts';
import type { Comparison } from '../reports/schema.ts';
import { type Covers, modelTexts } from '../shared-reports/rules.ts';

/** What rows are of. */
export const groupNames: Record<GroupBy, string> = {
  campaign: 'campaign',
  channel: 'channel',
  show: 'show',
  episode: 'episode',
  placement: 'placement',
  delivery_evidence: 'delivery evidence',
  day: 'day',
};

/** The models of a report with what they do, and what those rest on that were fitted. */
export function modelList(comparison: Comparison): { name: string; title: string; description: string; rests: string }[] {
  return comparison.models.map((name) => {
    const { says, fittedAt } = comparison.fits[name] ?? { says: null, fittedAt: null };
    const rests = `${fittedAt === null ? '' : ` Fitted on ${fittedAt.slice(0, 10)}.`}${says === null ? '' : ` ${says}`}`;
    return { name, ...modelTexts(comparison, name), rests };
  });
}

function wholeConversions(lookbackDays: number): [string, string][] {
  return [
    ['Conversions', 'What people did in these days, such as purchases and leads. An order that arrives twice counts once.'],
    [
      'Attributed',
      `Conversions with at least one matched touchpoint in the ${lookbackDays} days before them. Credit is a share by rule, not proof ` +
        'that the ad caused them.',
    ],
    ['Unattributed', 'Conversions for which no touchpoint was found. They are credited to nobody.'],
  ];
}

/** What each figure of a page means. */
export function definitionsOf(
  { lookbackDays, totals, models }: Comparison,
  shows: { hasMoney: boolean; showsSpend: boolean; covers: Covers | null },
): [name: string, says: string][] {
  const { covers } = shows;
  const organic = models.some((model) => totals[model].organicConversions > 0);
  const conversions: [string, string][] = covers
    ? [
        [
          'Credited conversions',
          `The part of conversions, such as purchases and leads, that the model gives to this ${covers.noun}, of those in the ` +
            `${lookbackDays} days after a matched touchpoint. Credit is a share by rule, not proof that the ad caused them.`,
        ],
      ]
    : wholeConversions(lookbackDays);
  return [
    ...conversions,
    ...(organic ? [['Organic', 'What the model expects to have happened without any ad: an estimate.'] as [string, string]] : []),
    ...(shows.hasMoney
      ? [['Credit', 'The part of the value of conversions, after refunds, that the model gives to this row.'] as [string, string]]
      : []),
    ...(shows.showsSpend
      ? ([
          ['Spend', 'What was recorded as its cost; "-" where none was.'],
          ['ROAS', 'Credit for each unit of money spent.'],
          ['CPA', 'Spend for each credited conversion.'],
        ] as [string, string][])
      : []),
  ];
}

/** How the figures were asked for. */
export function optionsText({ options, lookbackDays, models }: Comparison): string {
  const parts = [
    `${lookbackDays} days of lookback`,
    `evidence at least ${options.minEvidence.replaceAll('_', ' ')}`,
    ...(models.includes('time_decay') ? [`half-life of time decay ${options.halfLifeDays} days`] : []),
    ...(options.touchpointKind === null ? [] : [`only ${options.touchpointKind.map((kind) => kind.replaceAll('_', ' ')).join(', ')}`]),
    ...(options.repeats === 'unique' ? ['one touchpoint per campaign and day'] : []),
    ...(options.responseSignals === 'touchpoint' ? ['codes and survey answers as touches of their own'] : []),
    ...(options.newCustomersOnly ? ['new customers alone'] : []),
    ...(options.exclude.length === 0 ? [] : [`without ${options.exclude.join(', ')}`]),
    ...(options.creditDate === 'touchpoint' ? ['on the day of the touchpoint'] : []),
  ];
  return parts.join(' · ');
}
