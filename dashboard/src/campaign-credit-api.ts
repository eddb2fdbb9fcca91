import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { bodyOf, client } from './api.ts';

const PATH = '/api/v1/attribution/campaigns/{key}/credit';

export type CampaignCredit = Schemas['CampaignCredit'];
export type CampaignCreditRow = CampaignCredit['rows'][number];
export type CampaignCreditQuery = NonNullable<Addresses[typeof PATH]['get']['parameters']['query']>;

/** What a campaign's credit is divided by on its page; its days have a chart. */
export const CREDIT_GROUPINGS = ['show', 'episode', 'placement', 'channel'] as const;
export type CreditGrouping = (typeof CREDIT_GROUPINGS)[number];

export const getCampaignCredit = (key: string, query: CampaignCreditQuery, signal: AbortSignal): Promise<CampaignCredit> =>
  bodyOf(client.GET(PATH, { params: { path: { key }, query }, signal }));
