import { z } from 'zod';

/** Which 24 hours make requests of one listener for one episode the same download (§5.5.1). */
export const WINDOW_KINDS = ['calendar_day', 'rolling_first', 'rolling_last'] as const;
export type WindowKind = (typeof WINDOW_KINDS)[number];

/** How the request for an episode is known: from the log of the host that sent the bytes, or from a prefix that saw the request alone. */
export const EVIDENCE_KINDS = ['host_log_bytes', 'prefix_request'] as const;
export type Evidence = (typeof EVIDENCE_KINDS)[number];

/** Why a request is no download and no repeat of one, in the order of the rules. `malformed` is a log's line that cannot be read. */
export const FILTER_REASONS = [
  'malformed',
  'not_get',
  'not_modified',
  'failed_status',
  'probe_range',
  'watch',
  'bad_agent',
  'bot',
  'datacenter',
  'excluded_address',
  'implausible_volume',
  'partial',
  'below_threshold',
] as const;

const text = z.string().max(20_000, 'has at most 20000 characters');
const bytes = z.int('must be a whole number of bytes').min(0, 'must not be negative').nullable().default(null);

/**
 * One request for an episode's file, as a log or a prefix saw it; null where the log does not say. Other fields of a line are ignored.
 */
export const EpisodeRequest = z.object({
  at: Instant,
  ip: z.union([z.ipv4(), z.ipv6()], { error: 'must be an IPv4 or IPv6 address' }),
  userAgent: text.nullable().default(null),
  method: text.min(1, 'must not be empty'),
  status: z.int().min(0).max(999).nullable().default(null).describe('of the answer; null when it was not seen, as by a prefix'),
  range: text.nullable().default(null).describe("the request's Range header"),
  bytesSent: bytes.describe('bytes of the file that went out, without headers'),
  url: text.min(1, 'must not be empty'),
  durationSeconds: z.number().min(0, 'must not be negative').nullable().default(null),
  fileBytes: bytes.describe('the whole file; under HLS all segments of one rendition together'),
  headerBytes: bytes.describe('what stands before the audio: ID3 tag or container header'),
});
export type EpisodeRequest = z.output<typeof EpisodeRequest>;
import { Instant } from '../../platform/item-batch.ts';
