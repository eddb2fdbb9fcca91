import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { type CampaignCreditQuery, getCampaignCredit } from '../../campaign-credit-api.ts';
import { useChosenModel } from '../../components/models.ts';
import { useReportQuery } from '../../components/report-query.ts';

const creditQuery = (key: string, query: CampaignCreditQuery) =>
  queryOptions({
    queryKey: ['figures', 'campaign', key, query],
    queryFn: ({ signal }) => getCampaignCredit(key, query, signal),
    placeholderData: keepPreviousData,
  });

/** A campaign's credit under what is chosen, divided. */
export function useCampaignCredit(key: string, groupBy: NonNullable<CampaignCreditQuery['groupBy']>) {
  const { model } = useChosenModel();
  return useQuery(creditQuery(key, { model, groupBy, ...useReportQuery([model]) }));
}
