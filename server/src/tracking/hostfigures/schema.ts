import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';

export const MOST_FIGURES = 1_000;

export const HostFigure = z
  .strictObject({
    show: CatalogKey,
    episode: CatalogKey.nullable().default(null).describe('null for the whole show'),
    day: z.iso.date('must be a day, such as 2026-11-01').describe('UTC day'),
    downloads: z
      .int('must be a whole number')
      .min(0, 'must not be negative')
      .max(1_000_000_000_000)
      .nullable()
      .describe('null takes it back'),
    source: z.string().trim().min(1, 'must not be empty').max(100, 'has at most 100 characters').describe('who counted, such as a host'),
  })
  .meta({ id: 'HostFigure' });
export type HostFigure = z.output<typeof HostFigure>;

export const HostFigures = z.strictObject({ figures: z.array(HostFigure).min(1).max(MOST_FIGURES) }).meta({ id: 'HostFigures' });

export const StoredFigures = z.object({ stored: z.int(), removed: z.int() }).meta({ id: 'StoredFigures' });
export type StoredFigures = z.infer<typeof StoredFigures>;
