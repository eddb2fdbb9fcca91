import { queryOptions } from '@tanstack/react-query';
import { listSessions } from '../../account-api.ts';
import { listMailChoices } from '../../mail-choices-api.ts';
import { getMe } from '../../settings-api.ts';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => getMe(signal) });

export const mailChoicesQuery = queryOptions({ queryKey: ['mail-choices'], queryFn: ({ signal }) => listMailChoices(signal) });

export const ownSessionsQuery = queryOptions({ queryKey: ['own-sessions'], queryFn: ({ signal }) => listSessions(signal) });
