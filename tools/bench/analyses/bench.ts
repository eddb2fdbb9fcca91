import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sentence } from '../../../server/src/ai/adreads/sentences.ts';
import { turnsOf } from '../../../server/src/ai/analyses/chapters.ts';
import { type Analysis, analyseTranscript } from '../../../server/src/ai/analyses/rules.ts';
import { type AnalysisKind, RESULTS } from '../../../server/src/ai/analyses/schema.ts';
import type { Segment } from '../../../server/src/ai/transcripts/segments.ts';
import { randomOf } from '../../../simulator/src/random.ts';
import { type CheckedEpisode, readEpisodes } from '../../train/adreads/read.ts';
import { aimTable, format, median, table } from '../figures.ts';

const HOUR_MS = 3_600_000;
const [JOINED, PIECES, NEAR_SECONDS] = [40, 6, 60];
const [SHORTEST_SECONDS, LONGEST_SECONDS] = [300, 900];
const NOBODY = { names: [], codes: [] };

interface Measured {
  episode: CheckedEpisode;
  analyses: readonly Analysis[];
  millisecondsAnHour: number;
}

function measure(folder: string, episode: CheckedEpisode): Measured {
  const segments = JSON.parse(readFileSync(join(folder, 'episodes', episode.name, 'segments.json'), 'utf8')) as Segment[];
  const stored = segments.map(({ start, end, text }) => ({ startMs: 1_000 * start, endMs: 1_000 * end, text, speaker: null }));
  const startedAt = process.cpuUsage();
  const analyses = analyseTranscript({ segments: stored, sponsors: NOBODY });
  const { user, system } = process.cpuUsage(startedAt);
  return { episode, analyses, millisecondsAnHour: ((user + system) / 1_000) * (HOUR_MS / stored[stored.length - 1].endMs) };
}

function resultOf<Kind extends AnalysisKind>(analyses: readonly Analysis[], kind: Kind) {
  return RESULTS[kind].parse(analyses.find((one) => one.kind === kind)?.result) as ReturnType<(typeof RESULTS)[Kind]['parse']>;
}

const isIn = ({ truth }: CheckedEpisode, startMs: number, endMs: number) =>
  truth.some(({ start, end }) => (startMs + endMs) / 2_000 >= start && (startMs + endMs) / 2_000 <= end);

/** Sentences of summaries that stand in an ad by the checked truth, beside the first three sentences of episodes. */
function inAds(measured: readonly Measured[]) {
  const summaries = measured.flatMap(({ episode, analyses }) =>
    resultOf(analyses, 'summary').sentences.map(({ startMs, endMs }) => isIn(episode, startMs, endMs)),
  );
  const first = measured.flatMap(({ episode }) =>
    episode.sentences.slice(0, 3).map(({ start, end }) => isIn(episode, 1_000 * start, 1_000 * end)),
  );
  return { summaries, first };
}

/** Keywords that are said nowhere but in ads. */
function adWords({ episode, analyses }: Measured): { all: number; ofAds: number } {
  const { keywords } = resultOf(analyses, 'keywords');
  const programme = episode.sentences.filter(({ start, end }) => !isIn(episode, 1_000 * start, 1_000 * end));
  const said = programme.map(({ text }) => text.toLowerCase()).join(' ');
  return { all: keywords.length, ofAds: keywords.filter(({ phrase }) => !said.includes(phrase.toLowerCase())).length };
}

/** Stretches of different shows without ads, joined into one: where one ends the talk turns to something else. */
function joinedTalk(episodes: readonly CheckedEpisode[], seed: number): { sentences: Sentence[]; truth: number[] } {
  const random = randomOf(seed, 0x70c);
  const left = [...episodes];
  const sentences: Sentence[] = [];
  const truth: number[] = [];
  let clock = 0;
  for (let piece = 0; piece < PIECES; piece += 1) {
    const [episode] = left.splice(random.below(left.length), 1);
    const own = episode.sentences.filter(({ start, end }) => !isIn(episode, 1_000 * start, 1_000 * end));
    const seconds = SHORTEST_SECONDS + random.below(LONGEST_SECONDS - SHORTEST_SECONDS);
    const latest = Math.max(
      1,
      own.findLastIndex(({ start }) => start < own[own.length - 1].end - seconds),
    );
    const from = random.below(latest);
    const stretch = own.slice(from).filter(({ start }) => start < own[from].start + seconds);
    if (piece > 0) truth.push(clock);
    const moved = clock - own[from].start;
    sentences.push(...stretch.map((one) => ({ ...one, start: one.start + moved, end: one.end + moved })));
    clock = stretch[stretch.length - 1].end + moved;
  }
  return { sentences, truth };
}

interface Turns {
  truth: number;
  found: number;
  right: number;
}

function countTurns(truth: readonly number[], turns: readonly number[]): Turns {
  const right = truth.filter((one) => turns.some((turn) => Math.abs(turn - one) <= NEAR_SECONDS)).length;
  return { truth: truth.length, found: turns.length, right };
}

/** Turns at even distances, as many as there are: what knowing nothing but their number comes to. */
function evenTurns({ sentences, truth }: { sentences: readonly Sentence[]; truth: readonly number[] }): number[] {
  const { end } = sentences[sentences.length - 1];
  return truth.map((_, place) => (end * (place + 1)) / (truth.length + 1));
}

function turnRow(name: string, all: readonly Turns[]): string[] {
  const sum = (of: keyof Turns) => all.reduce((total, one) => total + one[of], 0);
  const [precision, recall] = [sum('right') / Math.max(1, sum('found')), sum('right') / sum('truth')];
  const f = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return [name, `${sum('right')} of ${sum('truth')}`, String(sum('found') - sum('right')), format(f, 2)];
}

/** What is found in transcripts beside ads; the folder is that of `npm run train:keywords`. */
export async function benchAnalyses(folder: string): Promise<string> {
  const episodes = readEpisodes(folder);
  const measured = episodes.map((episode) => measure(folder, episode));
  const { summaries, first } = inAds(measured);
  const words = measured.map(adWords);
  const milliseconds = median(measured.map((one) => one.millisecondsAnHour));
  const joined = Array.from({ length: JOINED }, (_, seed) => joinedTalk(episodes, seed));
  const turns = joined.map((one) => countTurns(one.truth, turnsOf(one.sentences)));
  const even = joined.map((one) => countTurns(one.truth, evenTurns(one)));
  const count = (list: readonly boolean[]) => list.filter((one) => one).length;
  const sum = (of: 'all' | 'ofAds') => words.reduce((total, one) => total + one[of], 0);
  return [
    `${episodes.length} episodes of as many shows. Chapters: ${JOINED} talks of ${PIECES} stretches of 5 to 15 minutes from ` +
      `different shows; a turn is right within ${NEAR_SECONDS} seconds.`,
    '',
    ...table(['chapters', 'turns found', 'false', 'F1'], [turnRow('by their words', turns), turnRow('as many at even distances', even)]),
    '',
    ...aimTable([
      {
        what: 'sentences of summaries that stand in an ad',
        aim: `fewer than of first three (${count(first)} of ${first.length})`,
        reached: `${count(summaries)} of ${summaries.length}`,
        isMet: count(summaries) / summaries.length < count(first) / first.length,
      },
      {
        what: 'keywords that are said in ads alone',
        aim: '≤ 5 %',
        reached: `${sum('ofAds')} of ${sum('all')}`,
        isMet: sum('ofAds') <= 0.05 * sum('all'),
      },
      { what: 'milliseconds for an hour of transcript', aim: '≤ 2,000', reached: format(milliseconds), isMet: milliseconds <= 2_000 },
    ]),
  ].join('\n');
}
