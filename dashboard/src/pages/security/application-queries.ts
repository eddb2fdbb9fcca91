import { queryOptions } from '@tanstack/react-query';
import { listApplications, listConsents } from '../../applications-api.ts';

export const applicationsQuery = queryOptions({ queryKey: ['applications'], queryFn: ({ signal }) => listApplications(signal) });

export const consentsQuery = queryOptions({
  queryKey: ['consents'],
  queryFn: ({ signal }) => listConsents(signal),
  select: ({ items }) => items,
});
