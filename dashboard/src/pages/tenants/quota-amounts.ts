import { formatBytes, formatCount, formatMoney } from '../../format.ts';
import type { QuotaState } from '../../tenant-api.ts';
import { tenantTexts } from '../../texts-tenant.ts';

/** An amount of a quota in its own unit: money in US dollars, storage in bytes, all else as a count. */
export function formatAmount(quota: QuotaState['quota'], amount: number): string {
  if (quota === 'ai_spend_per_month') return formatMoney(amount, 'USD');
  return quota === 'storage_bytes' ? formatBytes(amount) : formatCount(amount);
}

/** A limit in the quota's own unit; null is none. */
export function formatLimit(quota: QuotaState['quota'], limit: number | null): string {
  return limit === null ? tenantTexts.usage.without : formatAmount(quota, limit);
}
