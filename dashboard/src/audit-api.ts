import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { bodyOf, client, settle } from './api.ts';

export type AuditEntry = Schemas['AuditEntry'];
export type SecurityEvent = Schemas['SecurityEvent'];
export type Severity = SecurityEvent['severity'];
export type WebhookWithSecret = Schemas['WebhookWithSecret'];
export type Webhook = Schemas['Webhook'];
export type ExportFormat = 'csv' | 'ndjson';

type AuditQuery = NonNullable<Addresses['/api/v1/security/audit-log']['get']['parameters']['query']>;
type EventQuery = NonNullable<Addresses['/api/v1/security/events']['get']['parameters']['query']>;

export const listAuditLog = (query: AuditQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/security/audit-log', { params: { query }, signal }));

export const listSecurityEvents = (query: EventQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/security/events', { params: { query }, signal }));

/** The whole audit log as a file. */
export async function exportAuditLog(format: ExportFormat): Promise<Blob> {
  const { data } = await settle(client.GET('/api/v1/security/audit-log/export', { params: { query: { format } }, parseAs: 'blob' }));
  if (data === undefined) throw new Error('The export came without content.');
  return data;
}

export const listWebhooks = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/security/webhooks', { signal }));

export const createWebhook = (body: Schemas['NewWebhook']) => bodyOf(client.POST('/api/v1/security/webhooks', { body }));

export const changeWebhook = (id: string, body: Schemas['WebhookChange']) =>
  bodyOf(client.PATCH('/api/v1/security/webhooks/{id}', { params: { path: { id } }, body }));

export const deleteWebhook = (id: string) => settle(client.DELETE('/api/v1/security/webhooks/{id}', { params: { path: { id } } }));

export const pingWebhook = (id: string) =>
  bodyOf(client.POST('/api/v1/security/webhooks/{id}/ping', { params: { path: { id } }, body: {} }));
