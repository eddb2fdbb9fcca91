import { queryOptions, useQuery } from '@tanstack/react-query';
import { useChosenModel } from '../../components/models.ts';
import { useReportQuery } from '../../components/report-query.ts';
import { type CampaignCreditQuery, getCampaignCredit, getShowCredit, type ShowCreditQuery } from '../../single-credit-api.ts';

// A previous answer stands in only where it is divided by the same: rows of another division would be read as those of this one.
const campaignQuery = (key: string, query: CampaignCreditQuery) =>
  queryOptions({
    queryKey: ['figures', 'campaign', key, query],
    queryFn: ({ signal }) => getCampaignCredit(key, query, signal),
    placeholderData: (before) => (before?.groupBy === query.groupBy ? before : undefined),
  });

const showQuery = (key: string, query: ShowCreditQuery) =>
  queryOptions({
    queryKey: ['figures', 'show', key, query],
    queryFn: ({ signal }) => getShowCredit(key, query, signal),
    placeholderData: (before) => (before?.groupBy === query.groupBy ? before : undefined),
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
