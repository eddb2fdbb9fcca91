import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { listImports, listOpenImports, listRejects } from '../../imports-api.ts';
import { TRACKING } from './tracking-queries.ts';

export const IMPORTS = [...TRACKING, 'imports'] as const;
export const IMPORT_LIST = [...IMPORTS, 'list'] as const;

/** `phase` of what is on its way: whenever that begins or ends, the list is another one. */
export const importsQuery = (phase: string | undefined) =>
  queryOptions({
    queryKey: [...IMPORT_LIST, phase ?? ''],
    queryFn: ({ signal }) => listImports(signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** What stands unfinished, asked anew of each file that is chosen. */
export const openImportsQuery = (fingerprint: string | undefined) =>
  queryOptions({
    queryKey: [...IMPORTS, 'open', fingerprint ?? ''],
    queryFn: ({ signal }) => listOpenImports(signal),
    enabled: fingerprint !== undefined,
    gcTime: 0,
  });

/** `rejected` tells one state of an import from another: while it goes on, there are more. */
export const rejectsQuery = (id: string, rejected: number) =>
  infiniteQueryOptions({
    queryKey: [...IMPORTS, 'rejects', id, rejected],
    queryFn: ({ pageParam, signal }) => listRejects(id, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
