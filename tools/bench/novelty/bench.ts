import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openNovelty } from '../../../server/src/ai/novelty/rules.ts';
import { randomOf } from '../../../simulator/src/random.ts';
import { aimTable, format, table } from '../figures.ts';
import { type FileScore, normalised, PROFILES, scoreFile, type Window } from './numenta.ts';

interface LabelledSeries {
  name: string;
  atMs: number[];
  value: number[];
  windows: Window[];
}

const AIM = 58;
const ALERT_SCORE = 0.5;
/** How alike files are told from luck: the threshold is chosen on one half of the files and scored on the other, so many times. */
const HALVES = 400;
const SEED = 7;

const instantOf = (text: string) => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);

function readSeries(folder: string): LabelledSeries[] {
  const labels = JSON.parse(readFileSync(join(folder, 'windows.json'), 'utf8')) as Record<string, [string, string][]>;
  return Object.keys(labels)
    .filter((name) => existsSync(join(folder, 'series', name)))
    .toSorted()
    .map((name) => {
      const rows = readFileSync(join(folder, 'series', name), 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1);
      const atMs = rows.map((row) => instantOf(row));
      const windows = labels[name].map(([from, to]): Window => {
        const [fromMs, toMs] = [instantOf(from), instantOf(to)];
        return [atMs.findIndex((at) => at >= fromMs), atMs.findLastIndex((at) => at <= toMs)];
      });
      return { name, atMs, value: rows.map((row) => Number(row.slice(row.indexOf(',') + 1))), windows };
    });
}

/** The score of every point, and how long a point took in microseconds of processor time. */
function detect(all: readonly LabelledSeries[]): { scores: Float64Array[]; microseconds: number } {
  const startedAt = process.cpuUsage();
  const scores = all.map(({ atMs, value }) => {
    const detector = openNovelty();
    return Float64Array.from(atMs, (at, place) => detector.next(at, value[place]).score);
  });
  const { user, system } = process.cpuUsage(startedAt);
  return { scores, microseconds: (user + system) / scores.reduce((sum, { length }) => sum + length, 0) };
}

function alertsFrom(scores: Float64Array, threshold: number): number[] {
  const alerts: number[] = [];
  scores.forEach((score, place) => {
    if (score >= threshold) alerts.push(place);
  });
  return alerts;
}

/** What a threshold reaches on the half of the files it was not chosen on, on average over random halves. */
function heldOut(byThreshold: readonly (readonly FileScore[])[]): number {
  const random = randomOf(SEED);
  let sum = 0;
  for (let round = 0; round < HALVES; round += 1) {
    const isChosenOn = byThreshold[0].map(() => random.chance(0.5));
    const points = (files: readonly FileScore[], half: boolean) =>
      normalised(
        files.filter((_, place) => isChosenOn[place] === half),
        PROFILES[0],
      );
    const best = byThreshold.toSorted((a, b) => points(b, true) - points(a, true))[0];
    sum += points(best, false);
  }
  return sum / HALVES;
}

/**
 * The detector of fine-grained series on the files of the Numenta Anomaly Benchmark that lie in a folder: `windows.json` and
 * `series/GROUP/FILE.csv`.
 */
export async function benchNovelty(folder: string): Promise<string> {
  const all = readSeries(folder);
  const { scores, microseconds } = detect(all);
  const scoresAt = (threshold: number, profile = PROFILES[0]) =>
    all.map(({ atMs, windows }, place) => scoreFile(atMs.length, alertsFrom(scores[place], threshold), windows, profile));
  const thresholds = Array.from({ length: 61 }, (_, step) => 0.2 + step / 100);
  const byThreshold = thresholds.map((threshold) => scoresAt(threshold));
  const swept = byThreshold.map((files) => normalised(files, PROFILES[0]));
  const own = scoresAt(ALERT_SCORE);
  const reached = normalised(own, PROFILES[0]);
  const total = (figure: keyof FileScore) => format(own.reduce((sum, file) => sum + file[figure], 0));
  const groups = new Set(readdirSync(join(folder, 'series'))).size;
  return [
    `${all.length} files of ${groups} groups, ${format(scores.reduce((sum, { length }) => sum + length, 0))} points, ` +
      `${total('windows')} labelled windows; scored by the rules of the benchmark, re-implemented. One threshold for all files.`,
    '',
    ...table(
      ['profile', 'with the threshold in use', 'with the best threshold of these files'],
      PROFILES.map((profile) => [
        profile.name,
        format(normalised(scoresAt(ALERT_SCORE, profile), profile), 1),
        format(Math.max(...thresholds.map((threshold) => normalised(scoresAt(threshold, profile), profile))), 1),
      ]),
    ),
    '',
    `${total('caught')} windows were caught, ${total('falseAlarms')} alerts were false. A threshold chosen on a random half of ` +
      `the files reaches ${format(heldOut(byThreshold), 1)} on the other half (mean of ${HALVES} halves); thresholds from 0.2 to 0.8 ` +
      `reach ${format(Math.min(...swept), 1)} to ${format(Math.max(...swept), 1)}.`,
    `A point takes ${format(microseconds, 2)} µs of the processor.`,
    '',
    ...aimTable([{ what: 'standard profile, one fixed threshold', aim: `≥ ${AIM}`, reached: format(reached, 1), isMet: reached >= AIM }]),
  ].join('\n');
}
