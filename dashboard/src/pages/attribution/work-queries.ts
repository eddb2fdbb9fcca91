import { queryOptions } from '@tanstack/react-query';
import { getFit, listFits } from '../../fits-api.ts';
import { compareRuns, getRun, listRuns } from '../../runs-api.ts';
import { getValidation, listValidations } from '../../validations-api.ts';

const POLL_MS = 2_000;

interface Work {
  state: string;
}

const isUnderWay = ({ state }: Work) => state === 'waiting' || state === 'running';

/** Work that is under way is looked at again until it ends. */
const pollAll = ({ state }: { state: { data?: readonly Work[] } }) => (state.data?.some(isUnderWay) ? POLL_MS : false);
const pollOne = ({ state }: { state: { data?: Work } }) => (state.data && isUnderWay(state.data) ? POLL_MS : false);

export const RUNS = ['runs'] as const;

export const runsQuery = queryOptions({
  queryKey: [...RUNS, 'list'],
  queryFn: ({ signal }) => listRuns(signal),
  refetchInterval: pollAll,
});

export const runQuery = (id: string) =>
  queryOptions({ queryKey: [...RUNS, 'one', id], queryFn: ({ signal }) => getRun(id, signal), refetchInterval: pollOne });

export const runComparisonQuery = (earlier: string, later: string) =>
  queryOptions({
    queryKey: [...RUNS, 'comparison', earlier, later],
    queryFn: ({ signal }) => compareRuns(earlier, later, signal),
    staleTime: Infinity,
  });

export const FITS = ['fits'] as const;

export const fitsQuery = queryOptions({
  queryKey: [...FITS, 'list'],
  queryFn: ({ signal }) => listFits(signal),
  refetchInterval: pollAll,
});

export const fitQuery = (id: string) =>
  queryOptions({ queryKey: [...FITS, 'one', id], queryFn: ({ signal }) => getFit(id, signal), refetchInterval: pollOne });

export const VALIDATIONS = ['validations'] as const;

export const validationsQuery = queryOptions({
  queryKey: [...VALIDATIONS, 'list'],
  queryFn: ({ signal }) => listValidations(signal),
  refetchInterval: pollAll,
});

export const validationQuery = (id: string) =>
  queryOptions({ queryKey: [...VALIDATIONS, 'one', id], queryFn: ({ signal }) => getValidation(id, signal), refetchInterval: pollOne });
