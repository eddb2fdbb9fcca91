import { z } from 'zod';
import { AdvertiserDetails } from '../advertisers/schema.ts';
import { CampaignDetails, CatalogKey } from '../campaigns/schema.ts';
import { CodeText, PromoCodeDetails } from '../codes/schema.ts';
import { LinkDetails } from '../links/schema.ts';
import { PlacementDetails } from '../placements/schema.ts';
import { ShowDetails } from '../shows/schema.ts';
import type { Column } from './rules.ts';
import type { CatalogNoun, LineError } from './schema.ts';

/** What is wrong with a line. */
export type Fault = Pick<LineError, 'column' | 'detail'>;

/** An item as cells stand for it. */
export type Item = Record<string, unknown>;

/** A column with few words says which; what is wrong with others their schema says. */
function detailOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_value') return issue.message;
  const words = issue.values.map(String);
  return words.length === 1 ? `must be ${words[0]}` : `must be ${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

function faultsOf({ issues }: z.ZodError): Fault[] {
  return issues.map((issue) => ({ column: issue.path.length === 0 ? null : issue.path.join('.'), detail: detailOf(issue) }));
}

/** Reads items that have a key of the tenant's own beside their details. */
function keyed<Details>(schema: z.ZodType<Details>) {
  return ({ key: given, ...item }: Item): { key: string; details: Details } | Fault[] => {
    const [key, details] = [CatalogKey.safeParse(given ?? ''), schema.safeParse(item)];
    if (key.success && details.success) return { key: key.data, details: details.data };
    const ofKey = key.success ? [] : faultsOf(key.error).map(({ detail }) => ({ column: 'key', detail }));
    return [...ofKey, ...(details.success ? [] : faultsOf(details.error))];
  };
}

const MappingLine = z.object({ campaign: CatalogKey, code: CodeText });

function readMapping({ campaign, code, ...item }: Item) {
  const [named, details] = [MappingLine.safeParse({ campaign: campaign ?? '', code: code ?? '' }), PromoCodeDetails.safeParse(item)];
  if (named.success && details.success) return { ...named.data, details: details.data };
  return [...(named.success ? [] : faultsOf(named.error)), ...(details.success ? [] : faultsOf(details.error))];
}

/** How a line of each noun is read. */
export const READERS = {
  advertisers: keyed(AdvertiserDetails),
  shows: keyed(ShowDetails),
  campaigns: keyed(CampaignDetails),
  placements: keyed(PlacementDetails),
  promo_codes: readMapping,
  links: keyed(LinkDetails),
};

/** What the lines of a noun hold. */
export interface Shape {
  columns: readonly Column[];
  /** The columns that tell one line from another; the first is in every file. */
  identifiedBy: readonly string[];
  needed: readonly string[];
  /** Nested fields that are null when all of them are empty. */
  groups: readonly string[];
}

const text = (...paths: string[]): Column[] => paths.map((path) => ({ path }));
const number = (...paths: string[]): Column[] => paths.map((path) => ({ path, isNumber: true }));
const BY_KEY = { identifiedBy: ['key'], needed: ['key'], groups: [] };

export const SHAPES: Readonly<Record<CatalogNoun, Shape>> = {
  advertisers: { ...BY_KEY, columns: text('key', 'name', 'siteHost') },
  shows: { ...BY_KEY, columns: text('key', 'name') },
  campaigns: {
    ...BY_KEY,
    columns: [
      ...text('key', 'name', 'advertiser', 'startsOn', 'endsOn'),
      ...number('budgetMinor'),
      ...text('goal.kind'),
      ...number('goal.count', 'spendMinor'),
      ...text('currency', 'defaultModel'),
    ],
    groups: ['goal'],
  },
  placements: {
    ...BY_KEY,
    columns: [
      ...text('key', 'campaign', 'show', 'episode', 'position', 'kind'),
      ...number('audio.startSeconds', 'audio.endSeconds'),
      ...text('startsOn', 'endsOn'),
      ...number('bookedImpressions'),
      ...text('price.basis'),
      ...number('price.amountMinor'),
      ...text('price.currency'),
    ],
    groups: ['price', 'audio'],
  },
  promo_codes: {
    columns: text('code', 'campaign', 'show', 'validFrom', 'validUntil'),
    identifiedBy: ['code', 'validFrom'],
    needed: ['code', 'campaign'],
    groups: [],
  },
  links: {
    ...BY_KEY,
    columns: text(
      'key',
      'campaign',
      'show',
      'destination',
      'utm.source',
      'utm.medium',
      'utm.campaign',
      'utm.content',
      'utm.term',
      'clickParameter',
    ),
  },
};
