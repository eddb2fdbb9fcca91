import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';

export type TenantDetails = Schemas['TenantDetails'];
export type TenantSettings = Schemas['TenantSettings'];
export type QuotaState = Schemas['QuotaState'];
export type TierLimits = Schemas['TierLimits'];

export const getTenant = (id: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tenants/{id}', { params: { path: { id } }, signal }));

export const renameTenant = (id: string, name: string) =>
  bodyOf(client.PATCH('/api/v1/tenants/{id}', { params: { path: { id } }, body: { name } }));

export const getTenantSettings = (id: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tenants/{id}/settings', { params: { path: { id } }, signal }));

export const putTenantSettings = (id: string, body: TenantSettings) =>
  bodyOf(client.PUT('/api/v1/tenants/{id}/settings', { params: { path: { id } }, body }));

export const getQuotas = (id: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tenants/{id}/quotas', { params: { path: { id } }, signal }));
