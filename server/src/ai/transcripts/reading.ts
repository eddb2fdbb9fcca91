import { createHash } from 'node:crypto';
import { AppError, type ErrorCode } from '../../platform/errors.ts';
import { type Part, partsOf, storedSegments } from './parts.ts';
import { parseTranscript } from './rules.ts';
import type { TranscriptFormat } from './segments.ts';

/** A transcript as it is stored. */
export interface ReadTranscript {
  format: TranscriptFormat;
  timing: 'stated' | 'estimated';
  warnings: string[];
  contentHash: Uint8Array;
  segmentCount: number;
  durationMs: number;
  parts: Part[];
}

/** What came of reading a text; a refusal crosses from one thread to another as what it says. */
export type Reading = { read: ReadTranscript } | { refusal: { code: ErrorCode; message: string } };

const MOST_WARNING_LENGTH = 200;

/** Reads a text as it is to be stored. Fit for a thread of its own. */
export function readTranscript(text: string): Reading {
  try {
    const transcript = parseTranscript(text);
    const segments = storedSegments(transcript);
    const read = {
      format: transcript.format,
      timing: transcript.timing,
      warnings: transcript.warnings.map((warning) => warning.slice(0, MOST_WARNING_LENGTH).toWellFormed()),
      contentHash: new Uint8Array(createHash('sha256').update(text).digest()),
      segmentCount: segments.length,
      durationMs: segments.reduce((latest, { endMs }) => Math.max(latest, endMs), 0),
      parts: partsOf(segments),
    };
    return { read };
  } catch (error) {
    if (error instanceof AppError) return { refusal: { code: error.code, message: error.message } };
    throw error;
  }
}
