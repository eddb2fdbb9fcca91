import type { SettledOptions, SourceKind, SourceOptions } from './schema.ts';

/** A tenant has at most so many. */
export const MOST_SOURCES = 100;

/** So many characters a secret has at least that is chosen here rather than handed out by the other side. */
export const LEAST_CHOSEN = 16;

type Option = keyof SourceOptions;

interface KindTerms {
  /** True for what calls a webhook; false for a host that is asked. */
  calls: boolean;
  /** Who hands out the secret: the other side, or whoever sets the source up on both sides; nobody where there is none. */
  secret: 'theirs' | 'ours' | 'none';
  options: readonly Option[];
}

const SHOP: readonly Option[] = ['revenue', 'clickIdFields', 'acceptsTests'];
const HOST: readonly Option[] = ['shows', 'sinceDays', 'apiUrl'];

/** What each kind of source is. */
export const KIND_TERMS: Readonly<Record<SourceKind, KindTerms>> = {
  shopify: { calls: true, secret: 'theirs', options: ['shop', 'orderIdFrom', ...SHOP] },
  woocommerce: { calls: true, secret: 'ours', options: ['shop', 'orderIdFrom', 'revenue', 'clickIdFields'] },
  stripe: { calls: true, secret: 'theirs', options: SHOP },
  segment: { calls: true, secret: 'ours', options: ['revenue'] },
  ga4: { calls: true, secret: 'ours', options: ['revenue'] },
  meta: { calls: true, secret: 'ours', options: [] },
  podscribe: { calls: true, secret: 'none', options: [] },
  transistor: { calls: false, secret: 'theirs', options: HOST },
  simplecast: { calls: false, secret: 'theirs', options: HOST },
  op3: { calls: false, secret: 'theirs', options: HOST },
};

/** How far back figures are asked for at first. */
const SINCE_DAYS = 30;
/**
 * Order fields that a click id is looked for in, unless the source names others: that of the site tag, and that of tracking links under the
 * name that they give it by default.
 */
const CLICK_ID_FIELDS: readonly string[] = ['esid', '_esid', 'earshot_click_id', 'click_id', '_click_id'];

/** The first option that does not belong to a source of this kind; undefined when all do. */
export function strayOption(kind: SourceKind, options: SourceOptions): Option | undefined {
  const known = KIND_TERMS[kind].options;
  return (Object.keys(options) as Option[]).find((name) => options[name] !== undefined && !known.includes(name));
}

/** The options as they hold, where nothing is said by default. */
export function settledOptions(options: SourceOptions): SettledOptions {
  return {
    shop: options.shop ?? null,
    revenue: options.revenue ?? 'gross',
    clickIdFields: options.clickIdFields?.map((name) => name.toLowerCase()) ?? CLICK_ID_FIELDS,
    orderIdFrom: options.orderIdFrom ?? 'number',
    acceptsTests: options.acceptsTests ?? false,
    shows: options.shows ?? {},
    sinceDays: options.sinceDays ?? SINCE_DAYS,
    apiUrl: options.apiUrl ?? null,
  };
}

/** Whether new options would have a host asked elsewhere than before, which would then be given the secret. */
export function asksElsewhere(before: SourceOptions, after: SourceOptions): boolean {
  const originOf = ({ apiUrl }: SourceOptions) => (apiUrl === undefined ? undefined : new URL(apiUrl).origin);
  return originOf(before) !== originOf(after);
}

/** Where a source's secrets are sealed; the same for the present one and the one before, which changes its column. */
export function secretPlace(key: string): string {
  return `event_sources|${key}|secret`;
}

/** Kinds whose senders know an API of their own rather than a webhook. */
const ADAPTED: ReadonlySet<SourceKind> = new Set(['segment', 'ga4', 'meta', 'podscribe']);

/** The complete address that a shop or tool is told to call. */
export function hookAddress(publicUrl: string, kind: SourceKind, publicId: string): string {
  return ADAPTED.has(kind) ? `${publicUrl}/api/v1/integrations/${kind}` : `${publicUrl}/hooks/${kind}/${publicId}`;
}
