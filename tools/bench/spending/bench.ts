import { daysBetween, forecastPeriod } from '../../../server/src/cost/forecasts/rules.ts';
import { randomOf } from '../../../simulator/src/random.ts';
import { aimTable, format, table } from '../figures.ts';

const MONTHS = 1_000;
const NOISE = 0.15;
const WEEK = [0.4, 1.2, 1.3, 1.3, 1.2, 1.1, 0.5];
const MONTH = { from: '2026-11-01', to: '2026-12-01' };
const HISTORY_FROM = '2026-09-20';
const DRIFTS = [0, 0.01, 0.03, 0.06];
const DAYS = ['2026-11-06', '2026-11-12', '2026-11-20', '2026-11-27'];
const AIM_DRIFT = 0.01;

interface Outcome {
  held: number;
  error: number;
  baselineError: number;
  width: number;
}

/** Simulated months whose level drifts, with the shape of a week and noise, each forecast on a day and held against what it came to. */
function outcomeOf(drift: number, today: string, from: string): Outcome {
  const sum = { held: 0, error: 0, baselineError: 0, width: 0 };
  for (let seed = 1; seed <= MONTHS; seed += 1) {
    const random = randomOf(seed);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    let level = 20 + 200 * random.next();
    const days = daysBetween(from, MONTH.to).map((day) => {
      level *= Math.exp(drift * normal());
      return { day, amount: Math.max(0, level * WEEK[new Date(day).getUTCDay()] * (1 + NOISE * normal())) };
    });
    const known = days.filter(({ day }) => day < today);
    const forecast = forecastPeriod(known, { ...MONTH, today, soFar: 0 });
    if (forecast === undefined || forecast.baseline === null) throw new Error('there are days enough for a forecast');
    const truth = days.reduce((total, { day, amount }) => (day < MONTH.from ? total : total + amount), 0);
    sum.held += truth >= forecast.low && truth <= forecast.high ? 1 : 0;
    sum.error += Math.abs(forecast.estimate - truth) / truth;
    sum.baselineError += Math.abs(forecast.baseline - truth) / truth;
    sum.width += (forecast.high - forecast.low) / truth;
  }
  return { held: sum.held / MONTHS, error: sum.error / MONTHS, baselineError: sum.baselineError / MONTHS, width: sum.width / MONTHS };
}

const percent = (share: number) => `${format(100 * share, 1)} %`;

function rowOf(drift: number, today: string, from: string): string[] {
  const { held, error, baselineError, width } = outcomeOf(drift, today, from);
  const history = from === HISTORY_FROM ? 'six weeks before the month' : 'the month alone';
  return [`${percent(drift)}, ${history}, on ${today.slice(5)}`, percent(held), percent(width), percent(error), percent(baselineError)];
}

/** The forecast of a month's costs on simulated months: how often its 80 % interval holds, and how far it errs beside the pace alone. */
export async function benchSpending(): Promise<string> {
  const rows = DRIFTS.flatMap((drift) => DAYS.flatMap((today) => [HISTORY_FROM, MONTH.from].map((from) => rowOf(drift, today, from))));
  const aimed = DAYS.map((today) => outcomeOf(AIM_DRIFT, today, HISTORY_FROM));
  const held = aimed.reduce((sum, one) => sum + one.held, 0) / aimed.length;
  const worst = aimed.reduce((most, one) => Math.max(most, one.error / one.baselineError), 0);
  return [
    `${format(MONTHS)} simulated months for each row: a level that drifts by so much a day, the shape of a week, and ` +
      `${percent(NOISE)} of noise.`,
    '',
    ...table(['drift a day, history, day of the forecast', 'interval holds', 'its width', 'error', 'error of the pace'], rows),
    '',
    ...aimTable([
      { what: 'the 80 % interval holds, at 1 % drift', aim: '75 to 90 %', reached: percent(held), isMet: held >= 0.75 && held <= 0.9 },
      { what: 'error beside that of the pace, at 1 % drift', aim: '< 1', reached: format(worst, 2), isMet: worst < 1 },
    ]),
  ].join('\n');
}
