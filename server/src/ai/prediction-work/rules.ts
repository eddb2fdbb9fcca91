import type { Finding } from '../insights/schema.ts';
import type { StoredPrediction } from '../predictions/stored.ts';

/** So sure a forecast has to be before it is worth telling. */
const SURE = 0.8;

const whole = (value: number) => Math.round(value).toLocaleString('en');
const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Of each campaign one. */
export function findingKey(campaign: string): string {
  return `pacing:${campaign.slice(0, 180)}`;
}

/** What a forecast of pacing finds worth telling: that less, or more, than was booked is likely to be delivered. */
export function findingOf({ subject, asOf, result }: StoredPrediction, name: string | null): Finding | undefined {
  const { booked, chanceUnder, chanceOver, measures } = result;
  const impressions = measures.find(({ measure }) => measure === 'impressions');
  const interval = impressions?.intervals?.find(({ level }) => level === 80);
  if (subject === null || booked === null || chanceUnder === null || chanceOver === null || !impressions || !interval) return undefined;
  const isUnder = chanceUnder >= SURE;
  if (!isUnder && chanceOver < SURE) return undefined;
  const what = isUnder ? 'less than 95 %' : 'more than 105 %';
  const median = impressions.median ?? 0;
  const about = (name ?? subject).slice(0, 200);
  return {
    source: 'forecast',
    kind: isUnder ? 'under_delivery' : 'over_delivery',
    key: findingKey(subject),
    day: asOf,
    subject: { type: 'campaign', key: subject },
    finding: `${about} is likely to end with ${what} of the ${whole(booked)} impressions booked: ${whole(median)}.`,
    evidence: [
      { label: 'booked', value: whole(booked) },
      { label: 'predicted', value: whole(median) },
      { label: '80 % interval', value: `${whole(interval.low)} to ${interval.high === null ? 'any' : whole(interval.high)}` },
      { label: 'chance', value: percent(isUnder ? chanceUnder : chanceOver) },
    ],
  };
}
