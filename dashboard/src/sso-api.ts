import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type Connection = Schemas['SsoConnection'];
export type ConnectionChange = Schemas['SsoConnectionChange'];
export type NewConnection = Schemas['NewSsoConnection'];
export type SsoRole = Connection['defaultRole'];

export const SSO_ROLES = ['viewer', 'analyst', 'billing'] as const satisfies readonly SsoRole[];

/** The tenant's connections, and the address to register with a provider. */
export const listConnections = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/security/sso-connections', { signal }));

export const createConnection = (body: NewConnection): Promise<Connection> =>
  bodyOf(client.POST('/api/v1/security/sso-connections', { body }));

/** Changes a connection; its secret stays when none is given. */
export const changeConnection = (id: string, body: ConnectionChange): Promise<Connection> =>
  bodyOf(client.PUT('/api/v1/security/sso-connections/{id}', { params: { path: { id } }, body }));

export const deleteConnection = (id: string) =>
  settle(client.DELETE('/api/v1/security/sso-connections/{id}', { params: { path: { id } } }));
