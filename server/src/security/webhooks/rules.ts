import { createHmac } from 'node:crypto';

/** Standard Webhooks 1.0 asks for 24 to 64 bytes. */
export const SECRET_BYTES = 32;
/** How long messages are signed with the secret before as well. */
export const OVERLAP_HOURS = 24;
export const MOST_WEBHOOKS = 20;
const PREFIX = 'whsec_';

export function secretText(secret: Uint8Array): string {
  return PREFIX + Buffer.from(secret).toString('base64');
}

/** Where a webhook's secrets are sealed; the same for the present one and the one before, which changes its column. */
export function secretPlace(id: string): string {
  return `webhooks|${id}|secret`;
}

/** The signature header: one signature for each secret, separated by spaces. */
export function signatures(secrets: readonly Uint8Array[], message: { id: string; timestamp: number; body: string }): string {
  const text = `${message.id}.${message.timestamp}.${message.body}`;
  return secrets.map((secret) => `v1,${createHmac('sha256', secret).update(text).digest('base64')}`).join(' ');
}

/** A webhook's address as it may stand in the audit log, which nobody can erase: without what receivers are told to keep secret there. */
export function auditedUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url) return '[removed]';
  const user = url.username === '' && url.password === '' ? '' : '[removed]@';
  const query = url.search === '' ? '' : '?[removed]';
  const fragment = url.hash === '' ? '' : '#[removed]';
  return `${url.protocol}//${user}${url.host}${url.pathname}${query}${fragment}`;
}

/** What of a webhook may stand in the audit log. */
export function audited(terms: object): Record<string, unknown> {
  return 'url' in terms ? { ...terms, url: auditedUrl(String(terms.url)) } : { ...terms };
}
