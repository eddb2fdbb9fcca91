import { z } from 'zod';

export const CATALOG_NOUNS = ['advertisers', 'shows', 'campaigns', 'placements', 'promo_codes', 'links'] as const;
export const CatalogNoun = z.enum(CATALOG_NOUNS);
export type CatalogNoun = z.infer<typeof CatalogNoun>;

export const MAX_IMPORT_LINES = 5_000;

export const CatalogImport = z
  .strictObject({
    noun: CatalogNoun.describe('what each line is'),
    csv: z.string().max(4_000_000, 'is longer than 4,000,000 characters').describe('the text of the file, with a header'),
    dryRun: z.boolean().default(false).describe('true: says what an import would do, and does nothing'),
  })
  .meta({ id: 'CatalogImport' });
export type CatalogImport = z.output<typeof CatalogImport>;

const LineError = z
  .object({
    line: z.int().describe('of the file, from 1'),
    column: z.string().nullable().describe('null when it is about the whole line'),
    detail: z.string().describe('what to do about it'),
  })
  .meta({ id: 'CatalogLineError' });
export type LineError = z.infer<typeof LineError>;

export const CatalogImportReport = z
  .object({
    noun: CatalogNoun,
    isDryRun: z.boolean(),
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    errors: z.array(LineError).describe('of a dry run: an import would be refused for them; at most 200'),
  })
  .meta({ id: 'CatalogImportReport' });
export type CatalogImportReport = z.infer<typeof CatalogImportReport>;

export const CatalogExportQuery = z.strictObject({ noun: CatalogNoun.optional().describe('what to export; needed') });
