import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type TenantDetails = Schemas['TenantDetails'];
export type TenantSettings = Schemas['TenantSettings'];
export type QuotaState = Schemas['QuotaState'];
export type FlagState = Schemas['FlagState'];
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

export const getFlags = (id: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tenants/{id}/flags', { params: { path: { id } }, signal }));

export type Brand = Schemas['Brand'];
export type BrandDetails = Schemas['BrandDetails'];

export const getBrand = (id: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tenants/{id}/brand', { params: { path: { id } }, signal }));

export const putBrand = (id: string, body: BrandDetails) =>
  bodyOf(client.PUT('/api/v1/tenants/{id}/brand', { params: { path: { id } }, body }));

export const deleteBrand = (id: string) => settle(client.DELETE('/api/v1/tenants/{id}/brand', { params: { path: { id } } }));
