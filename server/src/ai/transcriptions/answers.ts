import { z } from 'zod';
import { AppError } from '../../platform/errors.ts';
import type { AUDIO_ANSWERS } from '../providers/schema.ts';
import { parseTranscript } from '../transcripts/rules.ts';
import { plainText, type Segment } from '../transcripts/segments.ts';

type AudioAnswer = (typeof AUDIO_ANSWERS)[number];

/** What was heard in a piece of audio, in seconds from its beginning. */
export interface Heard {
  segments: Segment[];
  timing: 'stated' | 'estimated';
  language: string | null;
  /** How much was heard, by the answer; undefined where it says nothing of it. */
  audioMs: number | undefined;
}

/** More would be one every 30 milliseconds of a piece. */
const MOST_SEGMENTS = 20_000;
const MOST_LENGTH = 100_000;
/** How far a time may pass the end of a piece: models round up to whole seconds. */
const SLACK_SECONDS = 1;
/** So far may a stated length pass what was sent before it is taken for none. */
const SLACK_SHARE = 1.05;

const Seconds = z.number().min(0).max(1_000_000);
const Length = z.union([
  Seconds,
  z
    .string()
    .regex(/^\d{1,7}(\.\d{1,20})?$/)
    .transform(Number),
]);
const Language = z.string().max(50).optional().catch(undefined);

/** The answer of /audio/transcriptions with times, as OpenAI documents it; what else stands in it is not read. */
const Verbose = z.object({
  duration: Length.optional(),
  language: Language,
  text: z.string().optional(),
  segments: z.array(z.object({ start: Seconds, end: Seconds, text: z.string().max(MOST_LENGTH) })).max(MOST_SEGMENTS),
});
const Plain = z.object({ text: z.string(), duration: Length.optional(), language: Language });

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Segments that lie within the audio, as text on one line each; a time beyond its end is none. */
function within(segments: readonly Segment[], pieceMs: number): Segment[] {
  const last = pieceMs / 1_000;
  return segments.flatMap(({ start, end, text, speaker }) => {
    const plain = plainText(text).toWellFormed();
    if (plain === '' || start > last + SLACK_SECONDS) return [];
    const from = Math.min(start, last);
    return [{ start: from, end: Math.max(from, Math.min(end, last)), text: plain, ...(speaker === undefined ? {} : { speaker }) }];
  });
}

/** Times that were estimated from the words, stretched over how long the piece is. */
function stretched(segments: readonly Segment[], pieceMs: number): Segment[] {
  const end = segments.reduce((latest, segment) => Math.max(latest, segment.end), 0);
  const factor = end === 0 ? 1 : pieceMs / 1_000 / end;
  return segments.map((segment) => ({ ...segment, start: segment.start * factor, end: segment.end * factor }));
}

/** What a text says, in one of the forms of transcripts; undefined where it is in another. */
function parsed(body: string, form: 'vtt' | 'srt' | 'text'): Segment[] | undefined {
  const plain = body.replace(/^\uFEFF/, '').trim();
  if (plain === '' || (form === 'vtt' && /^WEBVTT\s*$/.test(plain))) return [];
  try {
    const { format, segments } = parseTranscript(body);
    return format === form ? segments : undefined;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

const CODE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}$/;

function lengthOf(duration: number | undefined, pieceMs: number): number | undefined {
  const ms = duration === undefined ? undefined : Math.ceil(duration * 1_000);
  return ms === undefined || ms > pieceMs * SLACK_SHARE + 1_000 * SLACK_SECONDS ? undefined : ms;
}

function ofText(text: string, pieceMs: number): Segment[] | undefined {
  const segments = parsed(text, 'text');
  return segments && stretched(segments, pieceMs);
}

/**
 * What an answer says was heard in a piece so long, at most; undefined for what is not in the form that was asked for. Answers are a
 * stranger's words: only what the form holds is read, times stay within the piece, and nothing of it is markup.
 */
export function readAnswer(body: string, form: AudioAnswer, pieceMs: number): Heard | undefined {
  if (form === 'verbose_json') {
    const read = Verbose.safeParse(jsonOf(body));
    if (!read.success) return undefined;
    const { segments, duration, language = '' } = read.data;
    const kept = within(segments, pieceMs).sort((a, b) => a.start - b.start);
    return { segments: kept, timing: 'stated', language: CODE.test(language) ? language : null, audioMs: lengthOf(duration, pieceMs) };
  }
  if (form === 'json') {
    const read = Plain.safeParse(jsonOf(body));
    const segments = read.success ? ofText(read.data.text, pieceMs) : undefined;
    return (
      segments && {
        segments: within(segments, pieceMs),
        timing: 'estimated',
        language: null,
        audioMs: lengthOf(read.data?.duration, pieceMs),
      }
    );
  }
  const segments = form === 'text' ? ofText(body, pieceMs) : parsed(body, form);
  return (
    segments && {
      segments: within(segments, pieceMs),
      timing: form === 'text' ? 'estimated' : 'stated',
      language: null,
      audioMs: undefined,
    }
  );
}
