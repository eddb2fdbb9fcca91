import { BOUNDARIES, DECODER, findAdReads } from '../../../server/src/ai/adreads/rules.ts';
import { agreementWith, bestBoundaries, bestDecoder, holdOut } from '../../train/adreads/held-out.ts';
import { type Agreement, fScore } from '../../train/adreads/measure.ts';
import { readCommunity, readEpisodes } from '../../train/adreads/read.ts';
import { aimTable, format, median, table } from '../figures.ts';

const AIM = { fScore: 0.65, seconds: 12, milliseconds: 200 };
const REPEATS = 5;
const HOUR = 3_600;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What agreements come to: F over episodes with ads, what was invented in the others, and how far off boundaries are. */
function figuresOf(all: readonly Agreement[]) {
  const withAds = all.filter(({ truth }) => truth > 0);
  return {
    half: mean(withAds.map((one) => fScore(one, 0.5))),
    one: mean(withAds.map((one) => fScore(one, 1))),
    right: all.reduce((sum, { right }) => sum + right, 0),
    found: all.reduce((sum, { found }) => sum + found, 0),
    truth: all.reduce((sum, { truth }) => sum + truth, 0),
    invented: all.filter(({ truth }) => truth === 0).reduce((sum, { found }) => sum + found, 0),
    startOff: mean(all.flatMap(({ startOff }) => startOff)),
    endOff: mean(all.flatMap(({ endOff }) => endOff)),
  };
}

/** Milliseconds of processor time for an hour of transcript. */
function timeOfAnHour(episodes: ReturnType<typeof readEpisodes>): number {
  const segments = episodes.flatMap(({ sentences }) => sentences).slice(0, 4_000);
  const hour = segments.map(({ text }, place) => ({ start: (place * HOUR) / 600, end: ((place + 1) * HOUR) / 600, text })).slice(0, 600);
  const runs = Array.from({ length: REPEATS }, () => {
    const startedAt = process.cpuUsage();
    findAdReads(hour);
    const { user, system } = process.cpuUsage(startedAt);
    return (user + system) / 1_000;
  });
  return median(runs);
}

/** Ad reads on checked episodes of shows that were not learned from; the folder is that of `npm run train:adreads`. */
export async function benchAdReads(folder: string): Promise<string> {
  const episodes = readEpisodes(folder);
  const held = holdOut(episodes, readCommunity(folder), () => undefined);
  const chosen = held.map((one) => {
    const others = held.filter((other) => other !== one);
    const decoder = bestDecoder(others);
    return { one, decoder, boundaries: bestBoundaries(others, decoder) };
  });
  const asFound = figuresOf(chosen.map(({ one, decoder }) => agreementWith(one, decoder)));
  const nested = figuresOf(chosen.map(({ one, decoder, boundaries }) => agreementWith(one, decoder, boundaries)));
  const inUse = figuresOf(held.map((one) => agreementWith(one, DECODER, BOUNDARIES)));
  const milliseconds = timeOfAnHour(episodes);
  const row = (name: string, { half, one, right, found, truth, startOff, endOff, invented }: typeof nested) => [
    name,
    format(half, 3),
    format(one, 3),
    `${right} of ${truth}`,
    String(found - right),
    `${format(startOff, 1)} / ${format(endOff, 1)}`,
    String(invented),
  ];
  const boundary = (nested.startOff + nested.endOff) / 2;
  return [
    `${episodes.length} episodes of as many shows, ${nested.truth} ads people have checked. Each episode by weights learned from the ` +
      'other shows, without any ad text that shares six words in a row with it.',
    '',
    ...table(
      ['decoder and boundaries', 'F0.5', 'F1', 'ads found', 'false', 'start / end off, s', 'invented in the ad-free episode'],
      [
        row('chosen on the other episodes', nested),
        row('the same, boundaries left as found', asFound),
        row('in use, chosen on these', inUse),
      ],
    ),
    '',
    ...aimTable([
      { what: 'F0.5, held out', aim: `≥ ${AIM.fScore}`, reached: format(nested.half, 3), isMet: nested.half >= AIM.fScore },
      { what: 'ads invented in ad-free episodes', aim: '0', reached: String(nested.invented), isMet: nested.invented === 0 },
      { what: 'boundaries, seconds off', aim: `≤ ${AIM.seconds}`, reached: format(boundary, 1), isMet: boundary <= AIM.seconds },
      {
        what: 'milliseconds for an hour of transcript',
        aim: `≤ ${AIM.milliseconds}`,
        reached: format(milliseconds),
        isMet: milliseconds <= AIM.milliseconds,
      },
    ]),
  ].join('\n');
}
