import { ORDER_IDS, REVENUES, type SourceKind, type SourceOptions, type SourceWithSecret } from '../../tracking-api.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { fieldLines } from '../../ui/form.ts';
import type { Typed } from '../../ui/typed.ts';

type Field = 'shop' | 'revenue' | 'orderIdFrom' | 'acceptsTests' | 'shows' | 'sinceDays';

interface KindTerms {
  /** Who hands out the secret: the other side, whoever sets the source up, or nobody. */
  secret: 'theirs' | 'ours' | 'none';
  fields: readonly Field[];
}

const HOST: KindTerms = { secret: 'theirs', fields: ['shows', 'sinceDays'] };

/** What of each kind of source can be settled in its form. */
export const KIND_TERMS: Readonly<Record<SourceKind, KindTerms>> = {
  shopify: { secret: 'theirs', fields: ['shop', 'revenue', 'orderIdFrom', 'acceptsTests'] },
  woocommerce: { secret: 'ours', fields: ['shop', 'revenue', 'orderIdFrom'] },
  stripe: { secret: 'theirs', fields: ['revenue', 'acceptsTests'] },
  segment: { secret: 'ours', fields: ['revenue'] },
  ga4: { secret: 'ours', fields: ['revenue'] },
  meta: { secret: 'ours', fields: [] },
  podscribe: { secret: 'none', fields: [] },
  transistor: HOST,
  simplecast: HOST,
  op3: HOST,
};

/** The kinds that are posted to by tools: under what name they take the source's public id. */
export const PUBLIC_ID_LABELS: Readonly<Partial<Record<SourceKind, string>>> = trackingTexts.sources.publicIds;

const WHOLE_SECRETS: Readonly<Partial<Record<SourceKind, string>>> = trackingTexts.sources.wholeSecrets;

/** What is entered on the other side, and what it is called: some take public id and secret as one text. */
export function shownSecret({ kind, publicId, secret }: SourceWithSecret): { label: string; secret: string | undefined } {
  const whole = WHOLE_SECRETS[kind];
  if (secret === null) return { label: trackingTexts.sources.secretLabel, secret: undefined };
  return whole === undefined
    ? { label: trackingTexts.sources.secretLabel, secret }
    : { label: whole, secret: `${publicId ?? ''}${secret}` };
}

export const KINDS = Object.keys(KIND_TERMS) as SourceKind[];

function showsOf(form: HTMLFormElement, typed: Typed): Record<string, string> {
  const pairs = fieldLines(form, 'shows').map((line) => line.split(/\s+/));
  if (pairs.some(({ length }) => length !== 2)) typed.refuse('shows', trackingTexts.sources.showsFault);
  return Object.fromEntries(pairs.map(([id, show]) => [id, show] as const));
}

/** The options of a form; what the form has no field for stays as it was. */
export function optionsOf(form: HTMLFormElement, typed: Typed, kind: SourceKind, present: SourceOptions = {}): SourceOptions {
  const { fields } = KIND_TERMS[kind];
  const has = (field: Field) => fields.includes(field);
  return {
    ...present,
    ...(has('shop') && { shop: typed.text('shop') ?? undefined }),
    ...(has('revenue') && { revenue: REVENUES.find((one) => one === typed.text('revenue')) }),
    ...(has('orderIdFrom') && { orderIdFrom: ORDER_IDS.find((one) => one === typed.text('orderIdFrom')) }),
    ...(has('acceptsTests') && { acceptsTests: typed.text('acceptsTests') !== null }),
    ...(has('shows') && { shows: showsOf(form, typed) }),
    ...(has('sinceDays') && { sinceDays: typed.count('sinceDays') ?? undefined }),
  };
}
