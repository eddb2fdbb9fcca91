import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { bodyOf, client } from './api.ts';

const OF_CAMPAIGN = '/api/v1/attribution/campaigns/{key}/credit';
const OF_SHOW = '/api/v1/attribution/shows/{key}/credit';

export type CampaignCredit = Schemas['CampaignCredit'];
export type ShowCredit = Schemas['ShowCredit'];
/** The credit of one campaign or show, divided. */
export type SingleCredit = CampaignCredit | ShowCredit;
export type SingleCreditRow = SingleCredit['rows'][number];
export type CampaignCreditQuery = NonNullable<Addresses[typeof OF_CAMPAIGN]['get']['parameters']['query']>;
export type ShowCreditQuery = NonNullable<Addresses[typeof OF_SHOW]['get']['parameters']['query']>;

/** What a campaign's credit is divided by on its page; its days have a chart. */
export const CREDIT_GROUPINGS = ['show', 'episode', 'placement', 'channel'] as const;
export type CreditGrouping = (typeof CREDIT_GROUPINGS)[number];

/** What a show's credit is divided by on its page. */
export const SHOW_CREDIT_GROUPINGS = ['campaign', 'episode', 'placement', 'channel'] as const;
export type ShowCreditGrouping = (typeof SHOW_CREDIT_GROUPINGS)[number];

export const getCampaignCredit = (key: string, query: CampaignCreditQuery, signal: AbortSignal): Promise<CampaignCredit> =>
  bodyOf(client.GET(OF_CAMPAIGN, { params: { path: { key }, query }, signal }));

export const getShowCredit = (key: string, query: ShowCreditQuery, signal: AbortSignal): Promise<ShowCredit> =>
  bodyOf(client.GET(OF_SHOW, { params: { path: { key }, query }, signal }));
