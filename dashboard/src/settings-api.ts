import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type Member = Schemas['Member'];
export type MemberKey = Schemas['MemberKey'];
export type MemberSession = Schemas['MemberSession'];
export type Role = Member['role'];
export type Invitation = Schemas['Invitation'];
export type ReceivedInvitation = Schemas['ReceivedInvitation'];
export type ApiKey = Schemas['ApiKey'];
export type CreatedApiKey = Schemas['CreatedApiKey'];
export type Scope = ApiKey['scopes'][number];
export type ServiceAccount = Schemas['ServiceAccount'];

export const ROLES = ['owner', 'admin', 'analyst', 'viewer', 'billing'] as const satisfies readonly Role[];
export const SCOPES = ['ingest', 'read', 'admin'] as const satisfies readonly Scope[];

const PAGE_SIZE = 200;

interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** All pages of a list that is short by nature. */
export async function everyPage<Item>(read: (query: { limit: number; cursor?: string }) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: PAGE_SIZE, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

export const listMembers = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/members', { params: { query }, signal })));

export const changeMember = (id: string, role: Role) =>
  bodyOf(client.PATCH('/api/v1/members/{id}', { params: { path: { id } }, body: { role } }));

export const removeMember = (id: string, revokeKeys: boolean) =>
  bodyOf(client.DELETE('/api/v1/members/{id}', { params: { path: { id }, query: { revokeKeys: revokeKeys ? 'true' : 'false' } } }));

export const listMemberKeys = (id: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/members/{id}/keys', { params: { path: { id } }, signal }));

export const listMemberSessions = (id: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/members/{id}/sessions', { params: { path: { id } }, signal }));

export const endMemberSession = (id: string, sessionId: string) =>
  settle(client.DELETE('/api/v1/members/{id}/sessions/{sessionId}', { params: { path: { id, sessionId } } }));

export const endMemberSessions = (id: string) => settle(client.DELETE('/api/v1/members/{id}/sessions', { params: { path: { id } } }));

export const leaveTenant = () => settle(client.DELETE('/api/v1/members/me', {}));

export const listInvitations = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/invitations', { params: { query }, signal })));

export const createInvitation = (body: Schemas['NewInvitation']) => bodyOf(client.POST('/api/v1/invitations', { body }));

export const sendInvitation = (id: string) => bodyOf(client.POST('/api/v1/invitations/{id}/send', { params: { path: { id } }, body: {} }));

export const revokeInvitation = (id: string) => settle(client.DELETE('/api/v1/invitations/{id}', { params: { path: { id } } }));

export const lookUpInvitation = (token: string) => bodyOf(client.POST('/api/v1/invitations/look-up', { body: { token } }));

export const acceptInvitation = (body: Schemas['Acceptance']) => bodyOf(client.POST('/api/v1/invitations/accept', { body }));

export const listApiKeys = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/security/api-keys', { params: { query }, signal })));

export const createApiKey = (body: Schemas['NewApiKey']) => bodyOf(client.POST('/api/v1/security/api-keys', { body }));

export const rotateApiKey = (id: string, previousWorksUntil: string) =>
  bodyOf(client.POST('/api/v1/security/api-keys/{id}/rotate', { params: { path: { id } }, body: { previousWorksUntil } }));

export const revokeApiKey = (id: string) => settle(client.DELETE('/api/v1/security/api-keys/{id}', { params: { path: { id } } }));

export const listServiceAccounts = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/security/service-accounts', { params: { query }, signal })));

export const createServiceAccount = (body: Schemas['NewServiceAccount']) =>
  bodyOf(client.POST('/api/v1/security/service-accounts', { body }));

export const changeServiceAccount = (id: string, body: Schemas['ServiceAccountChange']) =>
  bodyOf(client.PATCH('/api/v1/security/service-accounts/{id}', { params: { path: { id } }, body }));

export const listMemberships = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/security/sessions/current/tenants', { signal }));

export const switchTenant = (tenant: string) => bodyOf(client.PUT('/api/v1/security/sessions/current/tenant', { body: { tenant } }));

/** The account of the person who is signed in. */
export const getMe = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/security/people/me', { signal }));

/** Proves once more who is signed in; the server then takes what it calls sensitive. */
export const confirmIdentity = (body: Schemas['StepUp']) => bodyOf(client.POST('/api/v1/security/sessions/current/step-up', { body }));
