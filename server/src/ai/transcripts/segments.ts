/** A stretch of speech. */
export interface Segment {
  /** Seconds from the beginning of the audio. */
  start: number;
  /** Seconds; not before `start`. */
  end: number;
  text: string;
  speaker?: string;
}

export const TRANSCRIPT_FORMATS = ['vtt', 'srt', 'json', 'html', 'text'] as const;
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

/** What was read of a transcript, and what of it was passed over. */
export interface Transcript {
  format: TranscriptFormat;
  /** By their start. */
  segments: Segment[];
  /** `estimated` where the file states no times, or only some: they follow from the number of words. */
  timing: 'stated' | 'estimated';
  /** At most 100, each with its line or place. */
  warnings: string[];
}

const MOST_WARNINGS = 100;
/** Spoken words a second: ten checked episodes of MinusPod (github ttlequals0/MinusPod) have 148 to 195 a minute, 166 on average. */
const WORDS_PER_SECOND = 2.75;

/** A list that stops growing, and then says how many more there were. */
export function openWarnings(): { add(warning: string): void; list(): string[] } {
  const warnings: string[] = [];
  let more = 0;
  return {
    add(warning) {
      if (warnings.length < MOST_WARNINGS - 1) warnings.push(warning);
      else more += 1;
    },
    list: () => (more === 0 ? warnings : [...warnings, `and ${more} more like these`]),
  };
}

/** How long a text takes to be spoken, in seconds. */
export function spokenSeconds(text: string): number {
  return (text.match(/\S+/g)?.length ?? 0) / WORDS_PER_SECOND;
}

const SPACES = /[\s\u00a0]+/g;
const CONTROLS = /\p{Cc}/gu;

/** A text on one line, without control characters. */
export function plainText(text: string): string {
  return text.replace(SPACES, ' ').replace(CONTROLS, '').trim();
}

const SPEAKER = /^(?:\[([^\][]{1,60})\]|(\p{Lu}[\p{L}\p{N}.'’-]{0,30}(?: [\p{L}\p{N}.'’-]{1,30}){0,3})): ?(?=\S)/u;

/** A text without the name before its colon, and that name: `Ann: hello` is Ann's. */
export function spokenBy(text: string): { text: string; speaker?: string } {
  const found = SPEAKER.exec(text);
  if (found === null) return { text };
  return { text: text.slice(found[0].length), speaker: (found[1] ?? found[2]).trim() };
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lrm: '',
  rlm: '',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
};
const LARGEST_CODE_POINT = 0x10ffff;

function characterOf(code: number): string {
  const isAllowed = code > 0 && code <= LARGEST_CODE_POINT && (code < 0xd800 || code > 0xdfff);
  return isAllowed ? String.fromCodePoint(code) : '\ufffd';
}

/** A text with its character references replaced; unknown ones stay as they are. */
export function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,8}));/g,
    (whole: string, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (decimal !== undefined) return characterOf(Number(decimal));
      if (hex !== undefined) return characterOf(Number.parseInt(hex, 16));
      return ENTITIES[(name ?? '').toLowerCase()] ?? whole;
    },
  );
}

const CLOCK = /^(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,6}))?$/;

/** Seconds of `h:mm:ss.fff`, `mm:ss,fff` and the like; undefined for anything else. */
export function secondsOf(clock: string): number | undefined {
  const found = CLOCK.exec(clock.trim());
  if (found === null) return undefined;
  const [, hours = '0', minutes, seconds, fraction = ''] = found;
  if (Number(seconds) > 59 || (found[1] !== undefined && Number(minutes) > 59)) return undefined;
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(`${seconds}.${fraction || '0'}`);
}
