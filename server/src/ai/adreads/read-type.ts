import type { Segment } from '../transcripts/segments.ts';
import type { Sentence } from './sentences.ts';

/** Who reads an ad: somebody of the show, or a spot that was made elsewhere and is played. */
export const READ_TYPES = ['host_read', 'produced', 'unsure'] as const;
export type ReadType = (typeof READ_TYPES)[number];

/** What speaks for one or the other. */
export const READ_CUES = [
  'repeated_text',
  'other_speaker',
  'small_print',
  'no_first_person',
  'host_speaker',
  'first_person',
  'anecdote',
  'speaks_of_show',
  'talks_freely',
] as const;
export type ReadCue = (typeof READ_CUES)[number];

/** How much each speaks for the host, below nothing against. Chosen, not learned: nobody labelled enough ads. */
const WORTH: Readonly<Record<ReadCue, number>> = {
  repeated_text: -3,
  other_speaker: -2,
  small_print: -1,
  no_first_person: -1,
  host_speaker: 2,
  first_person: 1,
  anecdote: 1,
  speaks_of_show: 1,
  talks_freely: 1,
};
const SURE_FROM = 2;
const REPEATED_PART = 0.5;
/** A speaker with this part of the programme is of the show, and one with this part of the ad is its reader. */
const [SHOWS_PART, READERS_PART] = [0.05, 0.6];
const FEWEST_WORDS = 40;

const anyOf = (...patterns: string[]) => new RegExp(`\\b(?:${patterns.join('|')})\\b`);
const FIRST_PERSON = /\b(?:i|i'm|i've|i'd|i'll|my|me|mine)\b/g;
const ANECDOTE = anyOf(
  "i(?:'ve| have) been (?:using|drinking|wearing|taking|eating)",
  'i (?:use|love|tried|got|bought|wear|drink|switched|started)',
  'my (?:wife|husband|kids?|family|dog|favorite|own)',
  'honestly|personally|when i|the other day|for me',
);
const OF_SHOW = anyOf(
  '(?:our|my|this|the) (?:show|podcast|listeners|sponsors?)',
  'support(?:s|ing)? (?:us|the show|this show|the podcast)',
  "today's (?:episode|sponsor)|folks|you guys|let them know",
);
const FREE_TALK = /\b(?:um|uh|you know|i mean|kind of|sort of|right\?|yeah|dude|man)\b/g;
const SMALL_PRINT = anyOf(
  'terms(?: and conditions)?(?: may)? apply|conditions apply|restrictions apply|subject to|void where|not available in',
  'see (?:site|store|app|website) for details|licensed (?:by|in)|member fdic|equal housing|nmls|data rates',
  '(?:21|18|twenty-one) (?:and|or) (?:over|older)|gambling problem',
);

const overlap = (a: { start: number; end: number }, b: { start: number; end: number }) =>
  Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));

/** Whether an ad's reader is heard in the programme; undefined where the transcript names no speakers, or nobody reads most of it. */
function speakerCue(span: { start: number; end: number }, segments: readonly Segment[], ads: readonly { start: number; end: number }[]) {
  const [inAd, inProgramme] = [new Map<string, number>(), new Map<string, number>()];
  let [ad, programme] = [0, 0];
  for (const segment of segments) {
    if (segment.speaker === undefined) continue;
    const within = overlap(segment, span);
    const outside = segment.end - segment.start - ads.reduce((sum, one) => sum + overlap(segment, one), 0);
    inAd.set(segment.speaker, (inAd.get(segment.speaker) ?? 0) + within);
    inProgramme.set(segment.speaker, (inProgramme.get(segment.speaker) ?? 0) + outside);
    ad += within;
    programme += outside;
  }
  const reader = [...inAd].find(([, seconds]) => ad > 0 && seconds / ad >= READERS_PART)?.[0];
  // One name for everybody says nothing.
  if (reader === undefined || programme === 0 || inAd.size < 2) return undefined;
  return (inProgramme.get(reader) ?? 0) / programme >= SHOWS_PART ? 'host_speaker' : 'other_speaker';
}

function* cuesIn(
  sentences: readonly Sentence[],
  { speaker, repeated }: { speaker: 'host_speaker' | 'other_speaker' | undefined; repeated: number },
): Generator<ReadCue> {
  const text = sentences
    .map((one) => one.text)
    .join(' ')
    .toLowerCase()
    .replaceAll('’', "'");
  const words = sentences.reduce((sum, one) => sum + one.words.length, 0);
  const first = text.match(FIRST_PERSON)?.length ?? 0;
  if (repeated >= REPEATED_PART) yield 'repeated_text';
  if (speaker !== undefined) yield speaker;
  if (SMALL_PRINT.test(text)) yield 'small_print';
  if (first === 0 && words >= FEWEST_WORDS) yield 'no_first_person';
  if (first >= 2) yield 'first_person';
  if (ANECDOTE.test(text)) yield 'anecdote';
  if (OF_SHOW.test(text)) yield 'speaks_of_show';
  if ((text.match(FREE_TALK)?.length ?? 0) >= 2) yield 'talks_freely';
}

/**
 * Whether a host reads an ad or a produced spot is played, by what speaks for either: who speaks, whether the same words are said again in
 * another episode, and how they are said. `repeated` is the part of its words that are, 0 to 1. Unsure unless one side is ahead by two.
 */
export function readTypeOf(
  span: { start: number; end: number },
  {
    sentences,
    segments,
    ads,
    repeated,
  }: {
    sentences: readonly Sentence[];
    segments: readonly Segment[];
    ads: readonly { start: number; end: number }[];
    repeated: number;
  },
): { readType: ReadType; readCues: ReadCue[] } {
  const readCues = [...cuesIn(sentences, { speaker: speakerCue(span, segments, ads), repeated })];
  const sum = readCues.reduce((total, cue) => total + WORTH[cue], 0);
  return { readType: sum >= SURE_FROM ? 'host_read' : sum <= -SURE_FROM ? 'produced' : 'unsure', readCues };
}
