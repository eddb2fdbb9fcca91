import type { Context } from '../../platform/context.ts';
import { OutboundError } from '../../platform/outbound-error.ts';
import { decodeText } from '../../platform/text-encoding.ts';
import { MOST_TRANSCRIPT_BYTES } from '../transcripts/rules.ts';

const TIMEOUT_MS = 30_000;
const MOST_REDIRECTS = 5;
const ACCEPT = 'text/vtt, application/x-subrip, application/srt, application/json, text/html;q=0.8, text/plain;q=0.8, */*;q=0.1';

/** A text that an address answered with, or why there is none. */
export type FetchedText = { text: string; problem?: undefined } | { problem: string; text?: undefined };

/**
 * Asks for a transcript over http. It is hostile input: at most 50 MB unpacked, 30 seconds, 5 redirects, public addresses alone. Whatever
 * is wrong with it is an answer.
 */
export async function fetchTranscript(context: Context, _actor: 'system', url: string): Promise<FetchedText> {
  const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MOST_TRANSCRIPT_BYTES, maxRedirects: MOST_REDIRECTS };
  try {
    const { status, headers, body } = await context.outbound.send({ url, headers: { accept: ACCEPT }, upgradesToHttps: true, ...limits });
    if (status !== 200) return { problem: `The host answers ${status}.` };
    return { text: decodeText(body, headers['content-type']) };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return { problem: error.message.slice(0, 500) };
  }
}
