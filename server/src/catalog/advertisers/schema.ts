import { z } from 'zod';
import { CatalogName } from '../campaigns/schema.ts';

const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The host of a site, in lower case; international names in their ASCII form. */
export const SiteHost = z
  .string()
  .trim()
  .toLowerCase()
  .regex(HOST, 'must be the name of a host, such as shop.example, without scheme, port and path');

export const Advertiser = z
  .object({
    key: z.string().describe("the tenant's own key, as campaigns name it"),
    name: z.string().nullable(),
    siteHost: z.string().nullable().describe('the host of its site'),
    createdAt: z.string(),
  })
  .meta({ id: 'Advertiser' });
export type Advertiser = z.infer<typeof Advertiser>;

export const AdvertiserDetails = z
  .strictObject({
    name: CatalogName.nullable().default(null),
    siteHost: SiteHost.nullable().default(null).describe('the host of its site, such as shop.example'),
  })
  .meta({ id: 'AdvertiserDetails' });
export type AdvertiserDetails = z.output<typeof AdvertiserDetails>;
