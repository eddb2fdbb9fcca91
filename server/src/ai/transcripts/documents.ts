import { decoded, openWarnings, plainText, secondsOf, type Segment, spokenBy, spokenSeconds, type Transcript } from './segments.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first of these fields that is there. */
const fieldOf = (item: Fields, names: readonly string[]): unknown => names.map((name) => item[name]).find((value) => value !== undefined);

function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  return /^\d{1,9}(?:\.\d{1,9})?$/.test(value.trim()) ? Number(value) : secondsOf(value);
}

const LISTS = ['segments', 'cues', 'results', 'utterances'] as const;

function itemsOf(value: unknown): unknown[] | undefined {
  const lists = isFields(value) ? LISTS.map((name) => value[name]) : [value];
  return lists.find((list): list is unknown[] => Array.isArray(list));
}

/** A segment of the names that Podcasting 2.0, Whisper and others use; a reason where it is none. */
function segmentOf(item: unknown): Segment | string {
  if (!isFields(item)) return 'it is not an object';
  const text = fieldOf(item, ['body', 'text', 'content']);
  if (typeof text !== 'string') return 'it has no text';
  const start = timeOf(fieldOf(item, ['startTime', 'start', 'start_time']));
  const end = timeOf(fieldOf(item, ['endTime', 'end', 'end_time'])) ?? start;
  if (start === undefined || end === undefined) return 'its times cannot be read';
  if (end < start) return 'it ends before it starts';
  const speaker = item.speaker;
  const segment = { start, end, text: plainText(text) };
  return typeof speaker === 'string' && plainText(speaker) !== '' ? { ...segment, speaker: plainText(speaker) } : segment;
}

/** Reads JSON: a list of segments, or an object with one. @throws SyntaxError when it is not JSON, RangeError when no list is in it. */
export function parseJson(text: string): Transcript {
  const items = itemsOf(JSON.parse(text));
  if (items === undefined) throw new RangeError('The JSON holds no list of segments; it is [{"start","end","text"}] or {"segments":[…]}.');
  const warnings = openWarnings();
  const segments = items.flatMap((item, place) => {
    const segment = segmentOf(item);
    if (typeof segment !== 'string') return segment.text === '' ? [] : [segment];
    warnings.add(`segment ${place}: it is passed over, since ${segment}`);
    return [];
  });
  segments.sort((a, b) => a.start - b.start);
  return { format: 'json', segments, timing: 'stated', warnings: warnings.list() };
}

/** A piece of a page: the name of a tag, such as `p` or `/p`, or a text. */
interface Piece {
  tag?: string;
  text?: string;
}

const HIDDEN = new Set(['script', 'style', 'head', 'template', 'noscript']);

/** The pieces of a page in their order, in time that grows with its length; what pages hide is left out. */
function* piecesOf(page: string): Generator<Piece> {
  let at = 0;
  // Of the letters of tags alone: other small letters may take more places than their capitals.
  const lower = page.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  while (at < page.length) {
    const open = page.indexOf('<', at);
    if (open < 0) {
      yield { text: page.slice(at) };
      return;
    }
    if (open > at) yield { text: page.slice(at, open) };
    if (page.startsWith('<!--', open)) {
      const end = page.indexOf('-->', open + 4);
      at = end < 0 ? page.length : end + 3;
      continue;
    }
    const close = page.indexOf('>', open);
    if (close < 0) {
      yield { text: page.slice(open) };
      return;
    }
    const tag = /^<(\/?[a-z][a-z\d]{0,20})/.exec(lower.slice(open, Math.min(close, open + 30)))?.[1];
    at = close + 1;
    if (tag === undefined) continue;
    if (HIDDEN.has(tag)) {
      const end = lower.indexOf(`</${tag}`, at);
      at = end < 0 ? page.length : end;
    } else yield { tag };
  }
}

const INLINE = /^\/?(?:a|b|i|u|em|strong|span|small|sub|sup|mark|q)$/;
const BREAKS = new Set(['p', '/p', 'div', '/div', 'li', '/li', 'cite', '/cite', 'time', '/time', 'h1', 'h2', 'h3']);

interface Paragraph {
  text: string;
  start?: number;
  speaker?: string;
}

/** Paragraphs with the name (`cite`) and the time (`time`) that stand before them. */
function paragraphsOf(page: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let [inside, words, speaker, start]: [string, string, string | undefined, number | undefined] = ['', '', undefined, undefined];
  const finish = (): void => {
    const text = plainText(decoded(words));
    words = '';
    if (text === '') return;
    if (inside === 'cite') speaker = text.replace(/:$/, '');
    else if (inside === 'time') start = secondsOf(text);
    else {
      const spoken = speaker === undefined ? spokenBy(text) : { text, speaker };
      paragraphs.push(start === undefined ? spoken : { ...spoken, start });
      start = undefined;
    }
  };
  for (const { tag, text } of piecesOf(page)) {
    if (text !== undefined) words += text;
    else if (tag !== undefined && BREAKS.has(tag)) {
      finish();
      inside = tag === 'cite' || tag === 'time' ? tag : '';
    } else if (tag !== undefined && !INLINE.test(tag)) words += ' ';
  }
  finish();
  return paragraphs;
}

/** Segments of paragraphs; a time that is not stated follows from the words before it, and an end from what comes next. */
function timed(paragraphs: readonly Paragraph[], format: 'html' | 'text'): Transcript {
  let clock = 0;
  const starts = paragraphs.map(({ text, start }) => {
    const own = start === undefined || start < clock ? clock : start;
    clock = own + spokenSeconds(text);
    return start ?? own;
  });
  const segments = paragraphs.map(({ text, speaker }, place): Segment => {
    const start = starts[place];
    const next = starts[place + 1] ?? start + spokenSeconds(text);
    const segment = { start, end: Math.max(start, next), text };
    return speaker === undefined ? segment : { ...segment, speaker };
  });
  const isStated = paragraphs.length > 0 && paragraphs.every(({ start }) => start !== undefined);
  segments.sort((a, b) => a.start - b.start);
  return { format, segments, timing: isStated ? 'stated' : 'estimated', warnings: [] };
}

/** Reads a page as Podcasting 2.0 has it: `cite` names who speaks, `time` says when, paragraphs are what was said. */
export function parseHtml(page: string): Transcript {
  return timed(paragraphsOf(page), 'html');
}

const STAMP = /^[[(]?((?:\d{1,4}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?)[\])]?\s*[-–—]?\s*/;

/** Reads a text with paragraphs, which may start with a time and a name. */
export function parseText(text: string): Transcript {
  const paragraphs = text.split(/\r?\n/).flatMap((line): Paragraph[] => {
    const words = plainText(line);
    if (words === '') return [];
    const stamp = STAMP.exec(words);
    const start = stamp === null ? undefined : secondsOf(stamp[1]);
    const spoken = spokenBy(start === undefined ? words : words.slice(stamp?.[0].length ?? 0));
    return spoken.text === '' ? [] : [start === undefined ? spoken : { ...spoken, start }];
  });
  return timed(paragraphs, 'text');
}
