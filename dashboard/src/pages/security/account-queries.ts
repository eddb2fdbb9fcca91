import { queryOptions } from '@tanstack/react-query';
import { listSessions } from '../../account-api.ts';
import { getMe } from '../../settings-api.ts';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => getMe(signal) });

export const ownSessionsQuery = queryOptions({ queryKey: ['own-sessions'], queryFn: ({ signal }) => listSessions(signal) });
