import { queryOptions } from '@tanstack/react-query';
import { listApiKeys, listInvitations, listMemberKeys, listMembers, listMemberSessions, listServiceAccounts } from '../../settings-api.ts';

export const membersQuery = queryOptions({ queryKey: ['members'], queryFn: ({ signal }) => listMembers(signal) });

export const memberKeysQuery = (id: string) =>
  queryOptions({ queryKey: ['member-keys', id], queryFn: ({ signal }) => listMemberKeys(id, signal) });

export const memberSessionsQuery = (id: string) =>
  queryOptions({ queryKey: ['member-sessions', id], queryFn: ({ signal }) => listMemberSessions(id, signal) });

export const invitationsQuery = queryOptions({ queryKey: ['invitations'], queryFn: ({ signal }) => listInvitations(signal) });

export const apiKeysQuery = queryOptions({ queryKey: ['api-keys'], queryFn: ({ signal }) => listApiKeys(signal) });

export const serviceAccountsQuery = queryOptions({ queryKey: ['service-accounts'], queryFn: ({ signal }) => listServiceAccounts(signal) });
