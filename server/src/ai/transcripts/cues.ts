import { decoded, openWarnings, plainText, secondsOf, type Segment, spokenBy, type Transcript } from './segments.ts';

/** Of WebVTT and SubRip alone; anything else between angle brackets is text. */
const TAG = /<\/?(?:v|c|i|b|u|lang|ruby|rt|font)(?:[.\s][^<>]{0,200})?>|<\d{1,4}:\d{2}(?::\d{2})?[.,]\d{1,3}>|\{\\an?\d{1,2}\}/gi;
const VOICE = /<v(?:\.[^\s<>]{0,80})?\s+([^<>]{1,120})>/i;
const INDEX = /^\s*\d{1,9}\s*$/;
const BLOCK = /^(?:NOTE|STYLE|REGION)(?:\s|$)/;

interface Timing {
  start: number;
  end: number;
}

/** The times of a line with an arrow; a reason where they cannot be read. */
function timingOf(line: string): Timing | string {
  const arrow = line.indexOf('-->');
  const start = secondsOf(line.slice(0, arrow));
  const end = secondsOf(
    line
      .slice(arrow + 3)
      .trim()
      .split(/\s/, 1)[0],
  );
  if (start === undefined || end === undefined) return 'its times cannot be read';
  return end < start ? 'it ends before it starts' : { start, end };
}

/** The text of a cue and who speaks: in WebVTT by a voice tag, in SubRip by the name before a colon. */
function wordsOf(lines: readonly string[], isWebVtt: boolean): { text: string; speaker?: string } {
  const joined = lines.join('\n');
  const voice = VOICE.exec(joined);
  const text = plainText(decoded(joined.replace(TAG, '')));
  if (voice !== null) return { text, speaker: plainText(decoded(voice[1])) };
  return isWebVtt ? { text } : spokenBy(text);
}

/** Whether the line above a timing line names the cue: a number, or in WebVTT any line of its own. */
function isName(lines: readonly string[], place: number, isWebVtt: boolean): boolean {
  const line = lines[place] ?? '';
  if (line.trim() === '') return false;
  const standsAlone = place === 0 || lines[place - 1].trim() === '' || (isWebVtt && lines[place - 1].startsWith('WEBVTT'));
  return INDEX.test(line) || (isWebVtt && standsAlone);
}

/** Whether a timing line stands within a comment or a style, which last until an empty line. */
function blockPlaces(lines: readonly string[]): boolean[] {
  let isInside = false;
  return lines.map((line, place) => {
    if (line.trim() === '') isInside = false;
    else if (BLOCK.test(line) && (place === 0 || lines[place - 1].trim() === '')) isInside = true;
    return isInside;
  });
}

/**
 * Reads WebVTT and SubRip: hours and numbers may be missing, dots and commas stand for each other, a text of SubRip may hold empty lines. A
 * cue that cannot be read is passed over and named.
 */
export function parseCues(text: string, isWebVtt: boolean): Transcript {
  const lines = text.split(/\r\n|\r|\n/);
  const isBlock = isWebVtt ? blockPlaces(lines) : [];
  const arrows = lines.flatMap((line, place) => (line.includes('-->') && !isBlock[place] ? [place] : []));
  const warnings = openWarnings();
  const segments: Segment[] = [];
  arrows.forEach((place, number) => {
    const next = arrows[number + 1] ?? lines.length;
    const upTo = isName(lines, next - 1, isWebVtt) && next < lines.length && next - 1 > place ? next - 1 : next;
    let own = lines.slice(place + 1, upTo);
    const empty = own.findIndex((line) => line.trim() === '');
    if (isWebVtt && empty >= 0) own = own.slice(0, empty);
    const timing = timingOf(lines[place]);
    if (typeof timing === 'string') {
      warnings.add(`line ${place + 1}: the cue is passed over, since ${timing}`);
      return;
    }
    const words = wordsOf(own, isWebVtt);
    if (words.text !== '') segments.push({ ...timing, ...words });
  });
  segments.sort((a, b) => a.start - b.start);
  return { format: isWebVtt ? 'vtt' : 'srt', segments, timing: 'stated', warnings: warnings.list() };
}
