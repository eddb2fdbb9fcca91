import { createClient, type Schemas } from '../../client/src/index.ts';
import { bodyOf, ProblemError, settle } from './api.ts';

export type OnboardingFunnel = Schemas['OnboardingFunnel'];
export type PlatformCosts = Schemas['PlatformCosts'];
export type TenantCosts = Schemas['TenantCosts'];
export type TenantDetails = Schemas['TenantDetails'];
export type QuotaState = Schemas['QuotaState'];
export type FlagState = Schemas['FlagState'];
export type FlagTurn = Schemas['FlagTurn'];
export type TierFlag = Schemas['TierFlag'];
export type Tier = TenantDetails['tier'];
export type NewTenant = Schemas['AdministeredTenant'];
export type CreatedTenant = Schemas['CreatedTenant'];
export type LogEntry = Schemas['PlatformAuditEntry'];
export type TenantAllocation = Schemas['TenantAllocation'];
export type AllocationSummary = Schemas['TenantAllocationList']['items'][number];
export type NewTenantAllocation = Schemas['NewTenantAllocation'];

/** Which tenants are asked for; every one where nothing is chosen. */
export interface TenantFilter {
  search?: string;
  state?: TenantDetails['state'];
  tier?: Tier;
}

/** With what the keys of all questions of operators begin. */
export const PLATFORM = ['platform'] as const;

/**
 * What an operator signed in with. It is kept in this page alone, and in no storage: whoever opens the page again signs in again, and no
 * other page of the site can act as the operator.
 */
let token: string | undefined;
const listeners = new Set<() => void>();

function keep(next: string | undefined): void {
  token = next;
  for (const listener of listeners) listener();
}

export const isOperator = (): boolean => token !== undefined;

/** Tells whenever an operator has come or gone. */
export function onOperator(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const client = createClient({
  fetch: (request) => {
    if (token !== undefined) request.headers.set('authorization', `Bearer ${token}`);
    return fetch(request);
  },
});

/** Passes an answer on; one that knows no operator ends the session here, too. */
async function asOperator<Body>(asked: Promise<Body>): Promise<Body> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) keep(undefined);
    throw error;
  }
}

export async function signInAsOperator(body: Schemas['OperatorSignIn']): Promise<void> {
  keep((await bodyOf(client.POST('/api/v1/platform/sessions', { body }))).token);
}

/** Forgets the operator here, whether or not the server could be told. */
export async function signOperatorOut(): Promise<void> {
  await settle(client.DELETE('/api/v1/platform/sessions/current', {})).catch(() => undefined);
  keep(undefined);
}

export const getPlatformCosts = (query: { month: string; compareMonth: string }, signal: AbortSignal) =>
  asOperator(bodyOf(client.GET('/api/v1/platform/costs', { params: { query }, signal })));

/** Every tenant of the installation, in the order of their ids. */
export async function listTenants(signal: AbortSignal): Promise<TenantDetails[]> {
  const found: TenantDetails[] = [];
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const page = await asOperator(bodyOf(client.GET('/api/v1/platform/tenants', { params: { query }, signal })));
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  }
  return found;
}

export const getFunnel = (signal: AbortSignal) => asOperator(bodyOf(client.GET('/api/v1/platform/onboarding', { signal })));

export const listInvoices = (signal: AbortSignal) => asOperator(bodyOf(client.GET('/api/v1/platform/cost/allocations', { signal })));

export const getInvoice = (id: string, signal: AbortSignal) =>
  asOperator(bodyOf(client.GET('/api/v1/platform/cost/allocations/{id}', { params: { path: { id } }, signal })));

export const splitInvoice = (body: NewTenantAllocation) => asOperator(bodyOf(client.POST('/api/v1/platform/cost/allocations', { body })));

export const bookInvoice = (id: string) =>
  asOperator(bodyOf(client.POST('/api/v1/platform/cost/allocations/{id}/bookings', { params: { path: { id } }, body: {} })));

export const listTenantPrices = (id: string, signal: AbortSignal) =>
  asOperator(bodyOf(client.GET('/api/v1/platform/tenants/{id}/prices', { params: { path: { id } }, signal })));

export const putTenantPrice = (id: string, meter: string, body: Schemas['NewPrice']) =>
  asOperator(bodyOf(client.PUT('/api/v1/platform/tenants/{id}/prices/{meter}', { params: { path: { id, meter } }, body })));

export const findTenants = (query: TenantFilter & { limit: number; cursor?: string }, signal: AbortSignal) =>
  asOperator(bodyOf(client.GET('/api/v1/platform/tenants', { params: { query }, signal })));

export const createTenant = (body: NewTenant) => asOperator(bodyOf(client.POST('/api/v1/platform/tenants', { body })));

const at = (id: string) => ({ path: { id } });

export const getTenant = (id: string, signal: AbortSignal) =>
  asOperator(bodyOf(client.GET('/api/v1/platform/tenants/{id}', { params: at(id), signal })));

export const changeTenant = (id: string, body: Schemas['AdministeredChange']) =>
  asOperator(bodyOf(client.PATCH('/api/v1/platform/tenants/{id}', { params: at(id), body })));

export const suspendTenant = (id: string, body: Schemas['TenantSuspension']) =>
  asOperator(bodyOf(client.POST('/api/v1/platform/tenants/{id}/suspend', { params: at(id), body })));

export const reactivateTenant = (id: string) =>
  asOperator(bodyOf(client.POST('/api/v1/platform/tenants/{id}/reactivate', { params: at(id), body: {} })));

export const closeTenant = (id: string, waiveExport: boolean) =>
  asOperator(bodyOf(client.POST('/api/v1/platform/tenants/{id}/close', { params: at(id), body: { waiveExport } })));

export const getTenantQuotas = (id: string, signal: AbortSignal) =>
  asOperator(bodyOf(client.GET('/api/v1/platform/tenants/{id}/quotas', { params: at(id), signal })));

export const putTenantQuota = (id: string, quota: QuotaState['quota'], limit: number | null) =>
  asOperator(bodyOf(client.PUT('/api/v1/platform/tenants/{id}/quotas/{quota}', { params: { path: { id, quota } }, body: { limit } })));

export const resetTenantQuota = (id: string, quota: QuotaState['quota']) =>
  asOperator(settle(client.DELETE('/api/v1/platform/tenants/{id}/quotas/{quota}', { params: { path: { id, quota } } })));

/** The name of a flag as the API's paths have it; what the API lists is one of them. */
type FlagName = 'matching_shares' | 'webhooks' | 'tenant_export';

export const getTenantFlags = (id: string, signal: AbortSignal) =>
  asOperator(bodyOf(client.GET('/api/v1/platform/tenants/{id}/flags', { params: at(id), signal })));

export const turnTenantFlag = (id: string, flag: string, body: FlagTurn) =>
  asOperator(bodyOf(client.PUT('/api/v1/platform/tenants/{id}/flags/{flag}', { params: { path: { id, flag: flag as FlagName } }, body })));

export const leaveTenantFlag = (id: string, flag: string) =>
  asOperator(settle(client.DELETE('/api/v1/platform/tenants/{id}/flags/{flag}', { params: { path: { id, flag: flag as FlagName } } })));

export const getTierFlags = (signal: AbortSignal) => asOperator(bodyOf(client.GET('/api/v1/platform/flags', { signal })));

export const turnTierFlag = (tier: Tier, flag: string, body: FlagTurn) =>
  asOperator(
    settle(client.PUT('/api/v1/platform/tiers/{tier}/flags/{flag}', { params: { path: { tier, flag: flag as FlagName } }, body })),
  );

export const leaveTierFlag = (tier: Tier, flag: string) =>
  asOperator(settle(client.DELETE('/api/v1/platform/tiers/{tier}/flags/{flag}', { params: { path: { tier, flag: flag as FlagName } } })));

export const listPlatformLog = (query: { limit: number; cursor?: string }, signal: AbortSignal) =>
  asOperator(bodyOf(client.GET('/api/v1/platform/audit-log', { params: { query }, signal })));
