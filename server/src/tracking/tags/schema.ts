import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';

const HOST = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/;

/** Whether a text is an origin by itself, or `scheme://*.host` for the subdomains of one. */
function isSite(text: string): boolean {
  const plain = text.replace('://*.', '://');
  return HOST.test(plain) && URL.canParse(plain) && new URL(plain).origin === plain;
}

/** A path as vanity paths are compared. */
function vanityPath(path: string): string {
  return path.toLowerCase().replace(/\/+$/, '') || '/';
}

const MOST_SITES = 50;
const MOST_PATHS = 500;

const Site = z
  .string()
  .max(260, 'has at most 260 characters')
  .toLowerCase()
  .refine(isSite, 'must be an origin such as https://shop.example, or https://*.shop.example for its subdomains')
  .describe('an origin from which pages may send: https://shop.example, or https://*.shop.example for all subdomains');

const VanityPath = z
  .strictObject({
    path: z
      .string()
      .max(200, 'has at most 200 characters')
      .refine((path) => path.startsWith('/') && !/[?#\s]/.test(path), 'must be a path such as /show, without query or fragment')
      .overwrite(vanityPath)
      .describe('compared without regard to case and to a slash at the end'),
    campaign: CatalogKey,
    show: CatalogKey.nullable().default(null),
  })
  .meta({ id: 'VanityPath' });
export type VanityPath = z.output<typeof VanityPath>;

export const SiteTagDetails = z
  .strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(200, 'has at most 200 characters'),
    sites: z.array(Site).min(1, 'must name at least one site').max(MOST_SITES, `has at most ${MOST_SITES} entries`),
    clickDays: z
      .int()
      .min(1, 'must be at least 1')
      .max(400, 'must be at most 400')
      .default(30)
      .describe('how many days a page keeps the click id that a visit came with'),
    paths: z
      .array(VanityPath)
      .max(MOST_PATHS, `has at most ${MOST_PATHS} entries`)
      .refine((paths) => new Set(paths.map(({ path }) => path)).size === paths.length, 'names a path twice')
      .default([])
      .describe('vanity paths: a visit that begins at one of them becomes a touchpoint vanity_visit of its campaign'),
  })
  .meta({ id: 'SiteTagDetails' });
export type SiteTagDetails = z.output<typeof SiteTagDetails>;

export const SiteTag = z
  .object({
    key: z.string(),
    name: z.string(),
    publicId: z.string().describe('stands in the pages; it is no secret'),
    sites: z.array(z.string()),
    clickDays: z.int(),
    paths: z.array(z.object({ path: z.string(), campaign: z.string(), show: z.string().nullable() })),
    lastReceivedAt: z.string().nullable().describe('when a page of its sites last sent something; to ten seconds'),
    snippet: z.string().describe('HTML to paste into the head of every page'),
    createdAt: z.string(),
  })
  .meta({ id: 'SiteTag' });
export type SiteTag = z.infer<typeof SiteTag>;
