import type { StoredSegment } from '../../../server/src/ai/transcripts/parts.ts';
import type { Random } from '../../../simulator/src/random.ts';

/** A word as it was said; noise leaves alone the words of names, codes and addresses, which have noise of their own. */
interface Word {
  text: string;
  isKept: boolean;
}

/** A sentence of a script. */
export interface Line {
  words: Word[];
  isRead?: boolean;
}

const split = (text: string, isKept: boolean): Word[] =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ({ text: word, isKept }));

/** A sentence with what stands in its braces. */
export function lineOf(text: string, values: Readonly<Record<string, string>> = {}): Line {
  const pieces = text.split(/(\{\w+\}\S*)/);
  return {
    words: pieces.flatMap((piece) => {
      const found = /^\{(\w+)\}(\S*)$/.exec(piece);
      return found ? split(`${values[found[1]]}${found[2]}`, true) : split(piece, false);
    }),
  };
}

const FILLERS = ['um', 'uh', 'you know,', 'like,'];
const WORDS_PER_SECOND = 2.75;
const [LEAST_WORDS, MORE_WORDS] = [5, 9];

/** What a machine does to all that it hears: fillers kept, words said twice; held out: words left out, too. */
function heard({ words }: Line, random: Random, isHeldOut: boolean): string[] {
  return words.flatMap(({ text, isKept }) => {
    if (isKept) return [text];
    if (random.chance(0.012)) return [random.pick(FILLERS), text];
    if (random.chance(0.008)) return [text, text];
    return isHeldOut && random.chance(0.012) ? [] : [text];
  });
}

type Style = 'punctuated' | 'without_signs' | 'small_letters';

function styled(words: readonly string[], style: Style): string {
  const text = words.join(' ');
  if (style === 'punctuated') return text;
  // Signs within a word, as in an address, stay.
  const bare = text.replace(/[.,?!](?=\s|$)/g, '');
  return style === 'without_signs' ? bare : bare.toLowerCase();
}

/**
 * A script as segments of some words each, as speech recognition gives them, at about 165 words a minute; and how long its read takes. A
 * third of the episodes come without signs at the end of sentences, of those held out some in small letters alone.
 */
export function segmentsOf(
  script: readonly Line[],
  random: Random,
  isHeldOut: boolean,
): { segments: StoredSegment[]; readSeconds: number } {
  const pace = WORDS_PER_SECOND * (0.9 + 0.2 * random.next());
  const style: Style = random.chance(0.67) ? 'punctuated' : isHeldOut ? 'small_letters' : 'without_signs';
  const words = script.flatMap((line) => heard(line, random, isHeldOut).map((text) => ({ text, isRead: line.isRead === true })));
  const segments: StoredSegment[] = [];
  for (let from = 0; from < words.length;) {
    const to = Math.min(words.length, from + LEAST_WORDS + random.below(MORE_WORDS));
    const text = styled(
      words.slice(from, to).map((word) => word.text),
      style,
    );
    segments.push({ startMs: Math.round((1_000 * from) / pace), endMs: Math.round((1_000 * to) / pace), text, speaker: null });
    from = to;
  }
  return { segments, readSeconds: words.filter(({ isRead }) => isRead).length / pace };
}
