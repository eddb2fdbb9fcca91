import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getLag, getReach, type LagQuery, type ReachQuery } from '../../analytics-api.ts';

export const reachQuery = (query: ReachQuery) =>
  queryOptions({
    queryKey: ['figures', 'reach', query],
    queryFn: ({ signal }) => getReach(query, signal),
    placeholderData: keepPreviousData,
  });

export const lagQuery = (query: LagQuery) =>
  queryOptions({
    queryKey: ['figures', 'lag', query],
    queryFn: ({ signal }) => getLag(query, signal),
    placeholderData: keepPreviousData,
  });
