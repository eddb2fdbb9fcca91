import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { bodyOf, client } from './api.ts';

export type PromoSwap = Schemas['PromoSwap'];
export type Direction = PromoSwap['directions'][number];
export type PromoSwapQuery = Addresses['/api/v1/attribution/promo-swap']['get']['parameters']['query'];

export const getPromoSwap = (query: PromoSwapQuery, signal: AbortSignal): Promise<PromoSwap> =>
  bodyOf(client.GET('/api/v1/attribution/promo-swap', { params: { query }, signal }));
