import { SAMPLE_ID } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { DeliveryState } from '../deliveries/schema.ts';

/** So many of each are looked at: of what comes in masses, the latest will do. */
const LOOKED_AT = 200;
/** Of conversions, which no index has by arrival, so many of the latest by their own time. */
const CONVERSIONS_LOOKED_AT = 500;

export interface ArrivedTouchpoint {
  at: Date;
  id: string;
  kind: string;
  campaign: string | null;
  show: string | null;
}

export async function listTouchpoints(tx: TenantTx, since: string): Promise<ArrivedTouchpoint[]> {
  return tx.query({
    text: `select received_at as at, id, kind, campaign, show from touchpoints
           where tenant_id = $1 and received_at >= $2 and not starts_with(id, $3) order by received_at desc limit $4`,
    values: [tx.tenantId, since, SAMPLE_ID, LOOKED_AT],
  });
}

export interface ArrivedConversion {
  at: Date;
  id: string;
  source: string;
  kind: string;
  promoCode: string | null;
}

export async function listConversions(tx: TenantTx, since: string): Promise<ArrivedConversion[]> {
  return tx.query({
    text: `select * from (
             select received_at as at, id, source, kind, promo_code as "promoCode" from conversions
             where tenant_id = $1 order by occurred_at desc, id desc limit $4
           ) as latest where at >= $2 and not starts_with(id, $3) order by at desc`,
    values: [tx.tenantId, since, SAMPLE_ID, CONVERSIONS_LOOKED_AT],
  });
}

export interface ArrivedRequest {
  at: Date;
  show: string | null;
  episode: string | null;
  fate: string | null;
}

/** Requests that came through a prefix. */
export async function listRequests(tx: TenantTx, since: string): Promise<ArrivedRequest[]> {
  return tx.query({
    text: `select received_at as at, show, episode, fate from episode_requests
           where tenant_id = $1 and occurred_at >= $2 and source = 'prefix' order by occurred_at desc, id desc limit $3`,
    values: [tx.tenantId, since, LOOKED_AT],
  });
}

export interface ArrivedPixel {
  at: Date;
  campaign: string;
  show: string;
  reason: 'not_get' | 'ahead' | 'bot' | 'no_address' | 'too_old' | 'quota_exceeded' | 'invalid';
}

export async function listFilteredPixels(tx: TenantTx, since: string): Promise<ArrivedPixel[]> {
  return tx.query({
    text: `select occurred_at as at, campaign, show, reason from filtered_pixels
           where tenant_id = $1 and occurred_at >= $2 order by occurred_at desc limit $3`,
    values: [tx.tenantId, since, LOOKED_AT],
  });
}

export interface ArrivedDelivery {
  at: Date;
  source: string;
  topic: string | null;
  state: DeliveryState;
  reason: string | null;
}

export async function listDeliveries(tx: TenantTx, since: string): Promise<ArrivedDelivery[]> {
  return tx.query({
    text: `select received_at as at, source, topic, state, reason from hook_deliveries
           where tenant_id = $1 and received_at >= $2 order by received_at desc limit $3`,
    values: [tx.tenantId, since, LOOKED_AT],
  });
}

export interface FailedSource {
  at: Date;
  source: string;
  fault: string | null;
}

/** Sources that something came for that was not genuine. */
export async function listFailedSources(tx: TenantTx, since: string): Promise<FailedSource[]> {
  return tx.query({
    text: `select last_failed_at as at, key as source, last_fault as fault from event_sources
           where tenant_id = $1 and last_failed_at >= $2 order by last_failed_at desc`,
    values: [tx.tenantId, since],
  });
}
