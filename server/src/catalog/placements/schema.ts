import { z } from 'zod';
import { Currency } from '../../platform/money.ts';
import { PageQuery } from '../../platform/paging.ts';
import { Amount, AmountMinor, CatalogKey, FlightDay, isFlight } from '../campaigns/schema.ts';

/** Where in an episode most ads stand; any other text may stand in their place. */
export const POSITIONS = ['pre_roll', 'mid_roll', 'post_roll'] as const;

export const PLACEMENT_KINDS = ['baked_in', 'dynamic'] as const;

export const PRICE_BASES = ['cpm', 'flat'] as const;

export const PlacementPrice = z
  .strictObject({
    basis: z.enum(PRICE_BASES).describe('cpm: for a thousand impressions; flat: for the whole placement'),
    amountMinor: AmountMinor,
    currency: Currency,
  })
  .meta({ id: 'PlacementPrice' });

const LONGEST_SECONDS = 86_400;
const seconds = z
  .number('must be a number of seconds')
  .min(0, 'must not be negative')
  .max(LONGEST_SECONDS, `must be at most ${LONGEST_SECONDS}`);

export const AudioPlace = z
  .strictObject({
    startSeconds: seconds.describe('from the start of the audio'),
    endSeconds: seconds,
  })
  .refine(({ startSeconds, endSeconds }) => startSeconds < endSeconds, { message: 'must lie after startSeconds', path: ['endSeconds'] })
  .meta({ id: 'AudioPlace' });
export type AudioPlace = z.infer<typeof AudioPlace>;

export const Placement = z
  .object({
    key: z.string().describe("the tenant's own key, as touchpoints carry it"),
    campaign: z.string(),
    show: z.string(),
    episode: z.string().nullable().describe('null when it runs in any episode of the show'),
    position: z.string().describe(`one of ${POSITIONS.join(', ')}, or a text of one's own`),
    kind: z.enum(PLACEMENT_KINDS).describe('baked_in: part of the audio file; dynamic: inserted by an ad server'),
    audio: AudioPlace.nullable().describe(
      'where a baked-in ad stands in the audio: it counts when the bytes there were sent; null when it is not known',
    ),
    startsOn: z.string().nullable().describe('first UTC day; null when it is open'),
    endsOn: z.string().nullable().describe('last UTC day, included; null when it is open'),
    bookedImpressions: z.int().nullable(),
    price: PlacementPrice.nullable(),
    pixelId: z.string().describe('the public id of its impression pixel'),
    createdAt: z.string(),
  })
  .meta({ id: 'Placement' });
export type Placement = z.infer<typeof Placement>;

export const PlacementPixel = z
  .object({
    adServer: z.string(),
    address: z
      .string()
      .describe(
        "complete, with the ad server's own macros, and the token `k` by which what they say is believed: to be pasted as it stands",
      ),
    source: z.string().nullable().describe('the public page that the macros were checked against; null when they were not'),
  })
  .meta({ id: 'PlacementPixel' });
export type PlacementPixel = z.infer<typeof PlacementPixel>;

export const PlacementWithPixels = Placement.extend({ pixels: z.array(PlacementPixel) }).meta({ id: 'PlacementWithPixels' });
export type PlacementWithPixels = z.infer<typeof PlacementWithPixels>;

export const PlacementDetails = z
  .strictObject({
    campaign: CatalogKey,
    show: CatalogKey,
    episode: CatalogKey.nullable().default(null),
    position: z.string().trim().min(1, 'must not be empty').max(100, 'has at most 100 characters'),
    kind: z.enum(PLACEMENT_KINDS),
    audio: AudioPlace.nullable().default(null).describe('where a baked-in ad stands in the audio, where that is known'),
    startsOn: FlightDay.nullable().default(null),
    endsOn: FlightDay.nullable().default(null).describe('the last day, included'),
    bookedImpressions: Amount.nullable().default(null),
    price: PlacementPrice.nullable().default(null),
  })
  .refine(isFlight, { message: 'must not lie before startsOn', path: ['endsOn'] })
  .refine(({ kind, audio }) => audio === null || kind === 'baked_in', {
    message: 'is only for baked_in: an ad that is inserted has no place of its own; leave it out',
    path: ['audio'],
  })
  .meta({ id: 'PlacementDetails' });
export type PlacementDetails = z.output<typeof PlacementDetails>;

export const PlacementQuery = PageQuery.extend({
  campaign: CatalogKey.optional(),
  show: CatalogKey.optional(),
  kind: z.enum(PLACEMENT_KINDS).optional(),
});
export type PlacementFilter = Pick<z.output<typeof PlacementQuery>, 'campaign' | 'show' | 'kind'>;

/** Placements by the time and place they cover. */
export interface PlacementCover {
  /** Those that run in this episode of the show at this instant, by key; without an episode, those that run in all of the show's. */
  at(show: string, episode: string | null, atMs: number): Placement[];
}
