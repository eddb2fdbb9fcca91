import { AppError } from '../../platform/errors.ts';
import type { Segment, Transcript } from './segments.ts';

/** A segment as it is stored: times in milliseconds from the beginning of the audio. */
export interface StoredSegment {
  startMs: number;
  endMs: number;
  text: string;
  speaker: string | null;
}

/** Segments that are stored in one row. */
export interface Part {
  /** The place of the first of them among all of the transcript. */
  firstSegment: number;
  segments: StoredSegment[];
}

/** More than two days of cues of a second each. */
export const MOST_SEGMENTS = 200_000;
const MOST_IN_PART = 200;
/** Characters after which a row is full. */
const MOST_PART_LENGTH = 32_000;
/** A longer segment is cut: the paragraph of a page that names no times may be the whole of it. */
const MOST_LENGTH = 4_000;
/** How far back from there a space is looked for. */
const CUT_WITHIN = 200;
const MOST_SPEAKER_LENGTH = 200;
/** Eleven days; a later time is a mistake. */
const LATEST_SECONDS = 1_000_000;

function endOfPiece(text: string, from: number): number {
  const end = from + MOST_LENGTH;
  if (end >= text.length) return text.length;
  // Only so far back: a text without spaces would be searched to its beginning for each of its pieces.
  const space = text.slice(end - CUT_WITHIN + 1, end + 1).lastIndexOf(' ');
  if (space >= 0) return end - CUT_WITHIN + 1 + space;
  // Not between the two halves of a character.
  return text.codePointAt(end - 1) === text.charCodeAt(end - 1) ? end : end - 1;
}

/** A segment in pieces of at most 4,000 characters, each with its share of the time by its length. */
function* cut({ start, end, text, speaker }: Segment): Generator<StoredSegment> {
  const startMs = Math.round(1_000 * start);
  const lastMs = Math.round(1_000 * end);
  const timeAt = (place: number) => Math.round(startMs + ((lastMs - startMs) * place) / text.length);
  const name = speaker?.slice(0, MOST_SPEAKER_LENGTH).toWellFormed() ?? null;
  for (let from = 0; from < text.length;) {
    const to = endOfPiece(text, from);
    const piece = text.slice(from, to).trim().toWellFormed();
    if (piece !== '') yield { startMs: timeAt(from), endMs: timeAt(to), text: piece, speaker: name };
    from = to;
  }
}

/**
 * The segments of a transcript as they are stored, by their start; those beyond 1,000,000 seconds are passed over.
 * @throws AppError `invalid_request` when none is left, or there are more than 200,000.
 */
export function storedSegments({ segments }: Transcript): StoredSegment[] {
  const stored: StoredSegment[] = [];
  for (const segment of segments) {
    if (segment.end > LATEST_SECONDS) continue;
    for (const piece of cut(segment)) stored.push(piece);
    if (stored.length > MOST_SEGMENTS)
      throw new AppError('invalid_request', 'The transcript has more than 200,000 segments; send it as one file for each episode.');
  }
  if (stored.length === 0) throw new AppError('invalid_request', 'Every segment of this transcript starts or ends beyond eleven days.');
  return stored.sort((a, b) => a.startMs - b.startMs);
}

/** Segments by rows, in their order. */
export function partsOf(segments: readonly StoredSegment[]): Part[] {
  const parts: Part[] = [];
  let length = 0;
  segments.forEach((segment, place) => {
    const last = parts.at(-1);
    if (last === undefined || last.segments.length >= MOST_IN_PART || length > MOST_PART_LENGTH) {
      parts.push({ firstSegment: place, segments: [segment] });
      length = 0;
    } else last.segments.push(segment);
    length += segment.text.length;
  });
  return parts;
}
