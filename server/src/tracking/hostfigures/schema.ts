import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { UnknownName } from '../../catalog/naming/schema.ts';
import { PageQuery } from '../../platform/paging.ts';

export const MOST_FIGURES = 1_000;

/** How a figure came: somebody entered it, by hand or from a table; or the host was asked. */
export const FIGURE_ORIGINS = ['entered', 'pull'] as const;
export type FigureOrigin = (typeof FIGURE_ORIGINS)[number];

const Day = z.iso.date('must be a day, such as 2026-11-01');

export const HostFigure = z
  .strictObject({
    show: CatalogKey.describe('its key, or a name that only one show bears'),
    episode: CatalogKey.nullable().default(null).describe('its key, or a name that only one episode bears; null for the whole show'),
    day: Day.describe('UTC day'),
    downloads: z
      .int('must be a whole number')
      .min(0, 'must not be negative')
      .max(1_000_000_000_000)
      .nullable()
      .describe('null takes back what was entered of this source, or else what was pulled from it'),
    source: z.string().trim().min(1, 'must not be empty').max(100, 'has at most 100 characters').describe('who counted, such as a host'),
  })
  .meta({ id: 'HostFigure' });
export type HostFigure = z.output<typeof HostFigure>;

export const HostFigures = z.strictObject({ figures: z.array(HostFigure).min(1).max(MOST_FIGURES) }).meta({ id: 'HostFigures' });

export const StoredFigures = z
  .object({
    stored: z.int(),
    removed: z.int(),
    unknown: z
      .array(UnknownName)
      .describe('shows and episodes among those stored that the catalogue does not have: nothing stands beside them until it does'),
  })
  .meta({ id: 'StoredFigures' });
export type StoredFigures = z.infer<typeof StoredFigures>;

export const HostFigureQuery = PageQuery.extend({
  show: CatalogKey.optional(),
  from: Day.optional().describe('first UTC day'),
  to: Day.optional().describe('UTC day before which it ends'),
});

/** Which figures are listed. */
export interface FigureFilter {
  show?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export const EnteredFigure = z
  .object({
    show: z.string(),
    episode: z.string().nullable(),
    day: z.string(),
    downloads: z.int(),
    source: z.string(),
    origin: z.enum(FIGURE_ORIGINS).describe('entered by hand or from a table, or pulled from the host'),
    enteredAt: z.string(),
    isCounted: z
      .boolean()
      .describe('whether it is the one that counts of its place and day: entered before pulled, and of several the last to come'),
    isKnown: z.boolean().describe('false where the catalogue has no such show: the figure stands beside nothing'),
  })
  .meta({ id: 'EnteredFigure' });
export type EnteredFigure = z.infer<typeof EnteredFigure>;
