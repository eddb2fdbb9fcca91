import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useChosenModel } from '../../components/models.ts';
import { useReportQuery } from '../../components/report-query.ts';
import { type CampaignCreditQuery, getCampaignCredit, getShowCredit, type ShowCreditQuery } from '../../single-credit-api.ts';

const campaignQuery = (key: string, query: CampaignCreditQuery) =>
  queryOptions({
    queryKey: ['figures', 'campaign', key, query],
    queryFn: ({ signal }) => getCampaignCredit(key, query, signal),
    placeholderData: keepPreviousData,
  });

const showQuery = (key: string, query: ShowCreditQuery) =>
  queryOptions({
    queryKey: ['figures', 'show', key, query],
    queryFn: ({ signal }) => getShowCredit(key, query, signal),
    placeholderData: keepPreviousData,
  });

/** A campaign's credit under what is chosen, divided. */
export function useCampaignCredit(key: string, groupBy: NonNullable<CampaignCreditQuery['groupBy']>) {
  const { model } = useChosenModel();
  return useQuery(campaignQuery(key, { model, groupBy, ...useReportQuery([model]) }));
}

/** A show's credit under what is chosen, divided. */
export function useShowCredit(key: string, groupBy: NonNullable<ShowCreditQuery['groupBy']>) {
  const { model } = useChosenModel();
  return useQuery(showQuery(key, { model, groupBy, ...useReportQuery([model]) }));
}
