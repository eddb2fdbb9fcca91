import { AppError } from '../../platform/errors.ts';
import { type Heard } from './answers.ts';
import { type AudioKind, MOST_PIECE_BYTES, mostMsOf, type Piece, wavMs } from './audio.ts';
import { PART_BYTES, type Transcription } from './schema.ts';

/** How many files may be under way at a time: their bytes are kept until they are heard. */
export const MOST_OPEN = 20;
export const MOST_KEPT = 5_000;
/** How long what failed, or was never sent whole, keeps its bytes. */
export const AUDIO_KEPT_MS = 7 * 24 * 3_600_000;

/** A piece as it is to be heard: its place in the file, when it begins, and how long it is at most. */
export interface PlannedPiece {
  fromByte: number;
  toByte: number;
  startMs: number;
  mostMs: number;
  /** Whether that is how long it is. */
  isExact: boolean;
}

export const NO_AUDIO =
  'This is no audio that can be heard: neither MP3, M4A, WAV, Ogg, FLAC nor WebM. Look at what the address answers, or send another.';

/** A refusal of a file that can neither be sent as it is nor cut. */
export function tooLarge(kind: AudioKind, bytes: number): string {
  const size = Math.ceil(bytes / 1_000_000);
  return `The file is ${kind.toUpperCase()} and has ${size} MB. Providers take 25 MB, and only an MP3 can be cut: make it one.`;
}

/** The pieces of a file, by what it is; undefined for one that can neither be sent as it is nor cut. */
export function planOf(kind: AudioKind, file: { bytes: number; start: Buffer; pieces: readonly Piece[] }): PlannedPiece[] | undefined {
  const { bytes, start, pieces } = file;
  if (kind === 'mp3')
    return pieces.map(({ fromByte, toByte, startMs, endMs }) => ({ fromByte, toByte, startMs, mostMs: endMs - startMs, isExact: true }));
  if (bytes > MOST_PIECE_BYTES) return undefined;
  const stated = kind === 'wav' ? wavMs(start, bytes) : undefined;
  const mostMs = Math.min(stated ?? Infinity, mostMsOf(bytes));
  return [{ fromByte: 0, toByte: bytes, startMs: 0, mostMs, isExact: stated !== undefined }];
}

/** What was heard in all pieces, one after the other, in the form of a transcript's file. */
export function stitched(pieces: readonly { startMs: number; heard: Heard }[]): {
  text: string;
  timing: Heard['timing'];
  language: string | null;
} {
  const all = pieces.flatMap(({ startMs, heard }) =>
    heard.segments.map((segment) => ({ ...segment, start: segment.start + startMs / 1_000, end: segment.end + startMs / 1_000 })),
  );
  const isStated = pieces.every(({ heard }) => heard.segments.length === 0 || heard.timing === 'stated');
  const language = pieces.find(({ heard }) => heard.language !== null)?.heard.language ?? null;
  return { text: JSON.stringify(all), timing: isStated ? 'stated' : 'estimated', language };
}

/** How many bytes a part of an upload must have. @throws AppError `invalid_request` for a part that the file does not have. */
export function partLength(part: number, bytes: number): number {
  const last = Math.ceil(bytes / PART_BYTES) - 1;
  if (part > last) throw new AppError('invalid_request', `The file has parts 0 to ${last}.`);
  return part < last ? PART_BYTES : bytes - last * PART_BYTES;
}

/** Whether work on it is over. */
export function isOver({ state }: Pick<Transcription, 'state'>): boolean {
  return state === 'done' || state === 'failed';
}

/** How long a call for a piece may take: as long as it sounds, two minutes at least and ten at most. */
export function deadlineMs(mostMs: number): number {
  return Math.min(600_000, Math.max(120_000, mostMs));
}
