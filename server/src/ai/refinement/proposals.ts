import { proposedSpans, readSentences } from '../adreads/rules.ts';
import type { StoredSegment } from '../transcripts/parts.ts';
import { type Window, windowsOf } from './windows.ts';

export interface ProposedWindow extends Window {
  /** Whether something in it may be an ad, as our classifier sees it when it is told to rather ask once too often. */
  isCandidate: boolean;
}

/** The windows of a transcript, each with whether a model is worth asking about it. Fit for a thread of its own. */
export function proposeWindows({ segments }: { segments: readonly StoredSegment[] }): ProposedWindow[] {
  const read = readSentences(segments.map(({ startMs, endMs, text }) => ({ start: startMs / 1_000, end: endMs / 1_000, text })));
  const spans = proposedSpans(read);
  return windowsOf(read.sentences).map((window) => ({
    ...window,
    isCandidate: spans.some(({ start, end }) => start < window.end && end > window.start),
  }));
}
