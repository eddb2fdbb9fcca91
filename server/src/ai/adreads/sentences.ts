import type { Segment } from '../transcripts/segments.ts';

/** A sentence of a transcript with its words in small letters. */
export interface Sentence {
  /** Seconds; those within a segment follow from the number of letters before them. */
  start: number;
  end: number;
  text: string;
  words: string[];
}

const LONGEST_WORDS = 40;
/** A longer silence ends a sentence. */
const PAUSE_SECONDS = 2.5;
const SENTENCE_END = /[.?!…]["'”’)\]]*$/;
const ABBREVIATION = /^(?:mr|mrs|ms|dr|st|vs|jr|sr|prof|inc|ltd|no|u\.s|u\.k|a\.m|p\.m|e\.g|i\.e|[a-z])\.$/i;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu;

interface TimedWord {
  text: string;
  start: number;
  end: number;
}

/** The words of a segment, each with the share of its time that its letters take. */
function timedWords({ text, start, end }: Segment): TimedWord[] {
  const pieces = text.split(' ').filter((piece) => piece !== '');
  const letters = pieces.reduce((sum, piece) => sum + piece.length + 1, 0);
  let before = 0;
  return pieces.map((piece) => {
    const from = start + ((end - start) * before) / letters;
    before += piece.length + 1;
    return { text: piece, start: from, end: start + ((end - start) * before) / letters };
  });
}

/** Words in small letters; numbers are `#`, addresses of pages end in `.com`-like names and stay whole. */
export function wordsIn(text: string): string[] {
  const found = text.toLowerCase().replaceAll('’', "'").match(WORD) ?? [];
  return found.map((word) => word.replace(/[.'-]+$/, '')).map((word) => (/^[\d.,]+$/.test(word) ? '#' : word));
}

function sentenceOf(words: readonly TimedWord[]): Sentence {
  const text = words.map((word) => word.text).join(' ');
  return { start: words[0].start, end: words[words.length - 1].end, text, words: wordsIn(text) };
}

/** The sentences of a transcript in order, whatever its cues are: at most 40 words each, and none across a silence. */
export function sentencesOf(segments: readonly Segment[]): Sentence[] {
  const sentences: Sentence[] = [];
  let open: TimedWord[] = [];
  const close = (): void => {
    if (open.length > 0) sentences.push(sentenceOf(open));
    open = [];
  };
  for (const segment of segments) {
    for (const word of timedWords(segment)) {
      if (open.length > 0 && word.start - open[open.length - 1].end > PAUSE_SECONDS) close();
      open.push(word);
      if (open.length >= LONGEST_WORDS || (SENTENCE_END.test(word.text) && !ABBREVIATION.test(word.text))) close();
    }
  }
  close();
  return sentences;
}
