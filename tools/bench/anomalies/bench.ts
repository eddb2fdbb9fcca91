import { type DailyPoint, openDaily } from '../../../server/src/ai/anomalies/rules.ts';
import { type Incident, INCIDENTS, simulateDailySeries } from '../../../simulator/src/daily/series.ts';
import { aimTable, format, table } from '../figures.ts';
import { measureHours } from './hours.ts';

const SERIES = 400;
const DAYS = 210;
/** The days before anything is told. */
const LEARNING_DAYS = 42;
/** The limits of the detector were chosen on the seeds below this one. */
const FIRST_SEED = 10_000;
const YEAR = 365;

/** Within how many days of its beginning an incident has to be told. */
const WITHIN: Readonly<Record<Incident, number>> = { none: 0, spike: 1, drop: 2, outage: 2, shift_down: 14, shift_up: 14 };
const NAMES: Readonly<Record<Incident, string>> = {
  none: 'nothing happens',
  spike: 'three times as much for a day',
  drop: '40 % for two days',
  outage: 'nothing at all for two days',
  shift_down: 'half as much from a day on',
  shift_up: 'half as much again from a day on',
};

interface Found {
  share: number;
  meanDays: number;
}

/** By day of a simulated series: whether it was told, and whether it lay within its band. */
function alertsOf(seed: number, incident: Incident, knowsReleases: boolean) {
  const { values, isRelease, incidentDay } = simulateDailySeries({ seed, days: DAYS, incident });
  const detector = openDaily();
  const verdicts = values.map((value, day) => {
    const point: DailyPoint = knowsReleases ? { day: day + 4, value, isRelease: isRelease[day] } : { day: day + 4, value };
    const { alert, expected } = detector.next(point);
    return { isAlert: alert !== undefined, isInBand: expected && value >= expected.low && value <= expected.high };
  });
  return { verdicts, incidentDay };
}

const SEEDS = Array.from({ length: SERIES }, (_, number) => FIRST_SEED + number);

function found(incident: Incident, knowsReleases: boolean): Found {
  const days = SEEDS.flatMap((seed) => {
    const { verdicts, incidentDay = 0 } = alertsOf(seed, incident, knowsReleases);
    const at = verdicts.slice(incidentDay, incidentDay + WITHIN[incident]).findIndex(({ isAlert }) => isAlert);
    return at < 0 ? [] : [at + 1];
  });
  return { share: days.length / SERIES, meanDays: days.reduce((sum, day) => sum + day, 0) / days.length };
}

/** False alarms of a series and year, and the share of days within their 95 % band. */
function calm(knowsReleases: boolean): { falseAlarms: number; inBand: number } {
  const days = SEEDS.flatMap((seed) => alertsOf(seed, 'none', knowsReleases).verdicts);
  const banded = days.filter(({ isInBand }) => isInBand !== undefined);
  const alarms = days.filter(({ isAlert }) => isAlert).length;
  return {
    falseAlarms: (alarms / (SERIES * (DAYS - LEARNING_DAYS))) * YEAR,
    inBand: banded.filter(({ isInBand }) => isInBand === true).length / banded.length,
  };
}

const percent = (share: number) => `${format(100 * share, 1)} %`;
const wordsOf = ({ share, meanDays }: Found) => `${percent(share)} (day ${format(meanDays, 1)})`;

/** The daily detector on simulated daily series, with the days of releases known and not known, and the hourly one on hourly series. */
export async function benchAnomalies(): Promise<string> {
  const incidents = INCIDENTS.filter((incident) => incident !== 'none');
  const known = Object.fromEntries(incidents.map((incident) => [incident, found(incident, true)])) as Record<Incident, Found>;
  const [quiet, blind] = [calm(true), calm(false)];
  const shift = (known.shift_down.share + known.shift_up.share) / 2;
  return [
    `${SERIES} simulated series of ${DAYS} days for each row (simulator/src/daily), from seeds the limits were not chosen on. ` +
      'Share of incidents told in time, and on which of their days on average.',
    '',
    ...table(
      ['what happens', 'told within', 'releases known', 'releases not known'],
      incidents.map((incident) => [
        NAMES[incident],
        WITHIN[incident] === 1 ? '1 day' : `${WITHIN[incident]} days`,
        wordsOf(known[incident]),
        wordsOf(found(incident, false)),
      ]),
    ),
    '',
    `With nothing happening, ${percent(quiet.inBand)} of days lay within their 95 % band. Where releases are not known, an ` +
      `episode that does not come is a drop: ${format(blind.falseAlarms, 2)} alarms a series and year instead of ` +
      `${format(quiet.falseAlarms, 2)}.`,
    '',
    ...aimTable([
      {
        what: 'false alarms a series and year',
        aim: '≤ 0.5',
        reached: format(quiet.falseAlarms, 2),
        isMet: quiet.falseAlarms <= 0.5,
      },
      { what: 'outages told', aim: '≥ 99 %', reached: percent(known.outage.share), isMet: known.outage.share >= 0.99 },
      { what: 'threefold spikes told', aim: '≥ 65 %', reached: percent(known.spike.share), isMet: known.spike.share >= 0.65 },
      { what: 'shifts of a half, up and down, told within 14 days', aim: '≥ 60 %', reached: percent(shift), isMet: shift >= 0.6 },
    ]),
    '',
    ...measureHours(),
  ].join('\n');
}
