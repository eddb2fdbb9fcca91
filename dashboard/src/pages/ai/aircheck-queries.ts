import { queryOptions } from '@tanstack/react-query';
import { getAircheck, listAirchecks, listBriefs } from '../../airchecks-api.ts';

export const AIRCHECKS = ['airchecks'] as const;

export const airchecksQuery = (placement?: string) =>
  queryOptions({ queryKey: [...AIRCHECKS, 'list', placement ?? ''], queryFn: ({ signal }) => listAirchecks(placement, signal) });

export const aircheckQuery = (id: string) =>
  queryOptions({ queryKey: [...AIRCHECKS, 'one', id], queryFn: ({ signal }) => getAircheck(id, signal) });

export const briefsQuery = queryOptions({ queryKey: [...AIRCHECKS, 'briefs'], queryFn: ({ signal }) => listBriefs(signal) });
