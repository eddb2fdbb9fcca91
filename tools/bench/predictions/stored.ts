import { tryCampaigns } from '../../../server/src/ai/predictions/campaign-forecast.ts';
import { type EpisodeDays, tryEpisodes } from '../../../server/src/ai/predictions/download-growth.ts';
import { type Flight, tryFlights } from '../../../server/src/ai/predictions/pacing-forecast.ts';
import { type Scored, type Scores, scoresOf } from '../../../server/src/ai/predictions/scores.ts';
import type { HistoryCampaign } from '../../../server/src/ai/predictions/tenant-fit.ts';
import { simulateEpisodes, simulateFinished, simulateFlights } from '../../../simulator/src/outcomes/finished.ts';
import { format, table } from '../figures.ts';

const DAY_MS = 86_400_000;
/** The assumptions of the predictions were looked at on the seeds below this one. */
const FIRST_SEED = 2_000;
const WORLDS = 6;
const [CAMPAIGNS, EPISODES, FLIGHTS] = [140, 120, 60];
/** Only the last of a world's campaigns count: the history of those before is as long as a running tenant's. */
const COUNTED = 60;

const dayOf = (place: number) => new Date(Date.parse('2024-01-01') + place * DAY_MS).toISOString().slice(0, 10);
const worlds = Array.from({ length: WORLDS }, (_, world) => FIRST_SEED + world);

function historyOf(seed: number): HistoryCampaign[] {
  return simulateFinished({ seed, count: CAMPAIGNS }).map((one, place) => {
    const { show, category, booked, impressions: delivered, visits, conversions, valueMinor } = one;
    const lines = [{ show, category, booked, delivered, visits, conversions, valueMinor }];
    const key = `c${String(place).padStart(3, '0')}`;
    return { key, startsOn: dayOf(3 * place), knownOn: dayOf(3 * place + 37), spendMinor: null, lines };
  });
}

function episodesOf(seed: number): EpisodeDays[] {
  return simulateEpisodes({ seed, count: EPISODES }).map(({ show, days }, place) => ({
    episode: `e${String(place).padStart(3, '0')}`,
    show,
    publishedOn: dayOf(2 * place),
    days,
  }));
}

function flightsOf(seed: number): Flight[] {
  return simulateFlights({ seed, count: FLIGHTS }).map(({ booked, days }, place) => ({
    key: `f${String(place).padStart(3, '0')}`,
    startsOn: dayOf(10 * place),
    endsOn: dayOf(10 * place + days.length - 1),
    booked,
    price: null,
    days: Object.fromEntries(days.map((count, day) => [dayOf(10 * place + day), count])),
  }));
}

/** Each kind of prediction with what was tried of it, over all worlds. */
function tryAll(): [name: string, baseline: string, scored: Scored[]][] {
  const campaigns = worlds.map((seed) => tryCampaigns(historyOf(seed)));
  const outcomes = (['impressions', 'visits', 'conversions', 'revenue'] as const).map((measure): [string, string, Scored[]] => [
    `campaign: ${measure}`,
    'rate_times_impressions',
    campaigns.flatMap((tried) => tried[measure].slice(-COUNTED)),
  ]);
  const downloads = [1, 3, 7].map((from): [string, string, Scored[]] => [
    `downloads in 30 days from ${from}`,
    'growth_times_downloads',
    worlds.flatMap((seed) => tryEpisodes(episodesOf(seed), from)),
  ]);
  const pacing = worlds.flatMap((seed) => tryFlights(flightsOf(seed), dayOf(10 * FLIGHTS + 100)));
  return [...outcomes, ...downloads, ['pacing: delivered at the end', 'rate_so_far', pacing]];
}

const percent = (share: number) => `${format(100 * share, 1)} %`;
const ratioTo = ({ crps, baselines }: Scores, name: string) => crps / (baselines.find((one) => one.name === name)?.crps ?? Number.NaN);

/** What the predictions of the API reach, and what of their campaigns' conversions the aims are held against. */
export function measureStored(): { lines: string[]; conversions: Scores; ratio: number } {
  const measured = tryAll().map(([name, baseline, scored]) => {
    const scores = scoresOf(scored);
    if (scores === undefined) throw new Error(`nothing was tried of ${name}`);
    return { name, scores, ratio: ratioTo(scores, baseline) };
  });
  const found = measured.find(({ name }) => name === 'campaign: conversions');
  if (found === undefined) throw new Error('conversions were not tried');
  const thirds = found.scores.sizes.map(({ upTo, covered80 }) => `${percent(covered80)} up to ${format(upTo, 0)}`);
  const lines = [
    `Predictions of the API (\`/ai/predictions\`), each from what was known when it would have been made, in ${WORLDS} ` +
      `simulated networks: the last ${COUNTED} of ${CAMPAIGNS} campaigns, ${EPISODES} episodes, and ${FLIGHTS} flights a quarter, ` +
      'half and three quarters through. ' +
      'The ratio is to the CRPS of rate × impressions, of growth × downloads so far, and of the rate so far.',
    '',
    ...table(
      ['prediction', 'tried', 'CRPS ratio', 'inside 50 %', 'inside 80 %', 'inside 95 %'],
      measured.map(({ name, scores, ratio }) => [
        name,
        String(scores.count),
        format(ratio, 2),
        percent(scores.covered50),
        percent(scores.covered80),
        percent(scores.covered95),
      ]),
    ),
    '',
    `Conversions inside 80 % by impressions booked: ${thirds.join(', ')}.`,
  ];
  return { lines, conversions: found.scores, ratio: found.ratio };
}
