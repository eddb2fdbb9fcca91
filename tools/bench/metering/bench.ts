import { aimTable, format, table } from '../figures.ts';
import { withBenchInstallation } from '../installation.ts';
import { measureIntake, type Ratio, TENANTS } from './intake.ts';

const MOST_PERCENT = 3;

const percent = (ratio: number) => `${ratio < 1 ? '−' : '+'}${format(Math.abs(ratio - 1) * 100, 1)} %`;

/** What counting usage costs the intake of events. Resolves with Markdown. */
export async function benchMetering(): Promise<string> {
  const { shares, pairs, metered, unmetered, processorTime, eventsPerSecond } = await withBenchInstallation(measureIntake);
  const rowOf = (what: string, figures: readonly [number, number], ratio: Ratio) => [
    what,
    ...figures.map((figure) => format(figure)),
    percent(ratio.median),
    `${percent(ratio.least)} to ${percent(ratio.most)}`,
  ];
  return [
    ...table(
      ['events in batches of 100, 24 connections', 'counted', 'not counted', `difference, median of ${pairs} pairs`, 'least and most'],
      [
        rowOf('processor µs an event, server and database', [metered.microsPerEvent, unmetered.microsPerEvent], processorTime),
        rowOf('events/s', [metered.eventsPerSecond, unmetered.eventsPerSecond], eventsPerSecond),
      ],
    ),
    '',
    `Booking what was counted of ${TENANTS} tenants takes ${format(shares.booking * 100, 2)} % more.`,
    '',
    ...aimTable([
      {
        what: 'processor time of counting by itself, of what intake takes',
        aim: `≤ ${MOST_PERCENT} %`,
        reached: `${format(shares.counting * 100, 2)} %`,
        isMet: shares.counting <= MOST_PERCENT / 100,
      },
      {
        what: 'difference of servers that count and do not, in processor time',
        aim: `≤ ${MOST_PERCENT} %`,
        reached: percent(processorTime.median),
        isMet: processorTime.median <= 1 + MOST_PERCENT / 100,
      },
    ]),
  ].join('\n');
}
