import { z } from 'zod';
import { EventId, Instant, IntakeResult } from '../../platform/item-batch.ts';
import { CONSENTS, Identity, MAX_BATCH } from '../intake/schema.ts';

/** What is known of how much of the file was sent, strongest first. */
export const DELIVERY_EVIDENCE = ['host_log_bytes', 'prefix_request'] as const;
export type DeliveryEvidence = (typeof DELIVERY_EVIDENCE)[number];

/** Where requests come from: the prefix, a host's log, the export of a host or of another prefix, or a program by HTTP. */
export const REQUEST_SOURCES = ['prefix', 'host_log', 'export', 'api'] as const;
export type RequestSource = (typeof REQUEST_SOURCES)[number];

const MOST_BYTES = Number.MAX_SAFE_INTEGER;
const key = z.string().min(1, 'must not be empty').max(200, 'has at most 200 characters');
const bytes = z.int('must be a whole number of bytes').min(0, 'must not be negative').max(MOST_BYTES);

const MOST_ADS = 50;

/** An ad that a host put into the file of one answer. */
export const InsertedAd = z
  .strictObject({
    placement: key.describe('key of the placement the ad stands for'),
    firstByte: bytes.describe('of the file as it was sent, from 0'),
    lastByte: bytes.describe('included'),
  })
  .refine(({ firstByte, lastByte }) => firstByte <= lastByte, { message: 'must not lie before firstByte', path: ['lastByte'] })
  .meta({ id: 'InsertedAd' });
export type InsertedAd = z.output<typeof InsertedAd>;

/** One request for an episode's file, as whoever served it saw it. */
export const EpisodeRequestInput = z
  .strictObject({
    id: EventId.max(128, 'has at most 128 characters'),
    occurredAt: Instant,
    url: z.string().min(1, 'must not be empty').max(4_000, 'has at most 4000 characters').describe('address of the file, or its path'),
    ip: Identity.shape.ip.optional(),
    ipHash: key.optional().describe('in place of ip: what an export has for the address; it counts, and matches nothing'),
    userAgent: z.string().max(2_000, 'has at most 2000 characters').optional(),
    method: z
      .string()
      .regex(/^[A-Za-z]{1,20}$/, 'must be a method of HTTP, such as GET')
      .default('GET'),
    status: z
      .int('must be a status of HTTP')
      .min(0, 'must not be negative')
      .max(599, 'must be at most 599')
      .optional()
      .describe('of the answer; 0 where a log writes that for an answer that was broken off'),
    range: z.string().max(500, 'has at most 500 characters').optional().describe('the Range header, such as bytes=0-1'),
    bytesSent: bytes.optional().describe("bytes of the answer's body"),
    durationSeconds: z.number().min(0, 'must not be negative').max(1_000_000).optional(),
    fileBytes: bytes.optional().describe('size of the whole file'),
    headerBytes: bytes.optional().describe('size of what comes before the sound, such as ID3 tags'),
    show: key.optional(),
    episode: key.optional(),
    evidence: z
      .enum(DELIVERY_EVIDENCE, { error: `must be one of ${DELIVERY_EVIDENCE.join(', ')}` })
      .optional()
      .describe('what the request says of delivery; host_log_bytes where bytesSent is given, else prefix_request'),
    ads: z
      .array(InsertedAd)
      .min(1, 'names no ad; leave it out')
      .max(MOST_ADS, `names at most ${MOST_ADS} ads`)
      .optional()
      .describe("the ads that were inserted into this answer's file, delivered or not; each counts when all its bytes were sent"),
    counted: z.boolean().optional().describe('whether the source counted it as a download; it is taken at its word'),
    consent: z.enum(CONSENTS).optional(),
  })
  .refine((one) => (one.ip === undefined) !== (one.ipHash === undefined), 'needs ip or ipHash, and not both')
  .meta({ id: 'EpisodeRequest' });
export type EpisodeRequestInput = z.output<typeof EpisodeRequestInput>;

export const EpisodeRequestBatch = z.strictObject({ requests: z.array(EpisodeRequestInput).min(1).max(MAX_BATCH) });

/** What became of requests, and what of those stored keeps them from counting as they might. */
export const RequestIntakeResult = IntakeResult.extend({
  withoutEpisode: z
    .int()
    .describe(
      'stored requests that match no episode: they name none, and the catalogue does not know their file; they get theirs once it does',
    ),
  withoutUserAgent: z.int().describe('stored requests without a user agent, which are never counted as downloads'),
}).meta({ id: 'RequestIntakeResult' });
export type RequestIntakeResult = z.infer<typeof RequestIntakeResult>;
