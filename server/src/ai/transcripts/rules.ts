import { AppError } from '../../platform/errors.ts';
import { parseCues } from './cues.ts';
import { parseHtml, parseJson, parseText } from './documents.ts';
import type { Transcript, TranscriptFormat } from './segments.ts';

/** A longer transcript is refused: a day of speech has about 2 MB. */
export const MOST_TRANSCRIPT_BYTES = 50_000_000;

/** A longer one takes gigabytes to be read, however short each piece is: a day of speech has some 100,000 lines. */
const MOST_PIECES = 1_500_000;
/** Where a format's pieces begin or end. */
const PIECES: Readonly<Record<TranscriptFormat, readonly string[]>> = {
  vtt: ['\n', '\r'],
  srt: ['\n', '\r'],
  text: ['\n', '\r'],
  html: ['<'],
  json: ['{', '['],
};

function isIn(text: string, mark: string, times: number): boolean {
  let at = -1;
  for (let found = 0; found < times; found += 1) {
    at = text.indexOf(mark, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** What a text is, by its beginning: its name and type are often wrong. */
export function formatOf(text: string): TranscriptFormat {
  const start = text.slice(0, 4_096).trimStart();
  if (/^WEBVTT(?:\s|$)/.test(start)) return 'vtt';
  if (/^(?:\[\s*(?:\{|\])|\{\s*["}])/.test(start)) return 'json';
  if (start.includes('-->') && !start.startsWith('<!--')) return 'srt';
  return /<(?:!doctype|html|head|body|cite|time|p|div|br)[\s/>]/i.test(start) ? 'html' : 'text';
}

/**
 * Reads a transcript in WebVTT, SubRip, JSON, HTML or plain text, told apart by their beginning: segments in seconds, by their start. What
 * cannot be read of it is passed over and named. In time that grows with the length of the text.
 * @throws AppError `too_large` for more than 50 MB; `invalid_request` for what is no text or no JSON, has more than 1,500,000
 * pieces, or where nothing of it can be read.
 */
export function parseTranscript(given: string): Transcript {
  if (Buffer.byteLength(given) > MOST_TRANSCRIPT_BYTES) throw new AppError('too_large', 'The transcript is longer than 50 MB.');
  const text = given.replace(/^\uFEFF/, '');
  if (text.includes('\u0000')) throw new AppError('invalid_request', 'This is no text: it holds bytes that no transcript has.');
  const format = formatOf(text);
  if (PIECES[format].some((mark) => isIn(text, mark, MOST_PIECES + 1)))
    throw new AppError('invalid_request', 'The transcript has more than 1,500,000 lines, tags or objects, which no episode has.');
  const transcript = format === 'json' ? jsonOf(text) : format === 'html' ? parseHtml(text) : textOf(text, format);
  if (transcript.segments.length > 0) return transcript;
  const why = transcript.warnings.length > 0 ? `; ${transcript.warnings[0]}` : '';
  throw new AppError('invalid_request', `Nothing was said in this transcript, or nothing could be read${why}.`);
}

function textOf(text: string, format: 'vtt' | 'srt' | 'text'): Transcript {
  return format === 'text' ? parseText(text) : parseCues(text, format === 'vtt');
}

function jsonOf(text: string): Transcript {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof RangeError) throw new AppError('invalid_request', error.message);
    if (error instanceof SyntaxError) throw new AppError('invalid_request', 'The transcript begins like JSON and cannot be read as JSON.');
    throw error;
  }
}
