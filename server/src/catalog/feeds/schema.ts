import { z } from 'zod';
import { CatalogKey } from '../campaigns/schema.ts';

function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
}

const FeedUrl = z
  .string()
  .trim()
  .max(2_000, 'has at most 2,000 characters')
  .refine(isWebAddress, 'must be a web address like https://feeds.example/show.xml, without name and password');

export const NewShow = z
  .strictObject({
    feedUrl: FeedUrl.describe('where the show publishes its RSS feed'),
    key: CatalogKey.optional().describe("the tenant's own key, of a stub or a new show; made from the title when it is left out"),
  })
  .meta({ id: 'NewShow' });
export type NewShow = z.output<typeof NewShow>;

export const ShowChange = z
  .strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(200, 'has at most 200 characters').nullable(),
    feedUrl: FeedUrl.nullable().describe('where its feed is now; null reads it no more and keeps what is known'),
    importsTranscripts: z
      .boolean()
      .describe('whether transcripts that its feed names (podcast:transcript) are kept and analysed as they come'),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'must change something')
  .meta({ id: 'ShowChange' });
export type ShowChange = z.output<typeof ShowChange>;
