import type { SourceKind } from '../../tracking/sources/schema.ts';
import { KEPT_REFUNDS } from '../adapters/kept.ts';
import { SHOPIFY } from '../shopify/rules.ts';
import { STRIPE } from '../stripe/rules.ts';
import { WOOCOMMERCE } from '../woocommerce/rules.ts';
import type { HookAdapter } from './rules.ts';

/** How each kind of source that calls speaks. */
const ADAPTERS: Partial<Record<SourceKind, HookAdapter>> = {
  shopify: SHOPIFY,
  woocommerce: WOOCOMMERCE,
  stripe: STRIPE,
  segment: KEPT_REFUNDS,
  ga4: KEPT_REFUNDS,
};

/** How a kind of source speaks; undefined for one that does not call. */
export function adapterOf(kind: SourceKind): HookAdapter | undefined {
  return ADAPTERS[kind];
}

/** Names of the header fields that some kind of source reads. */
export const HOOK_FIELDS: readonly string[] = Object.values(ADAPTERS).flatMap(({ fields }) => fields);
