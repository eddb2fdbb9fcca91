import { createHmac } from 'node:crypto';
import { canonical } from '../../platform/canonical.ts';

/** How long an answer is kept. */
export const KEPT_MS = 24 * 3_600_000;

/** What tells the same request from another one, and nobody without the key what it held: HMAC-SHA-256 of the body as canonical JSON. */
export function hashBody(key: Buffer, body: unknown): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify(canonical(body)))
    .digest();
}

/** Where a stored answer belongs. */
export function placeOf(tenantId: string, { principal, route, key }: { principal: string; route: string; key: string }): string {
  return `idempotent_requests|${tenantId}|${principal}|${route}|${key}`;
}
