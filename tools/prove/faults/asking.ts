import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { type AuditTenant, type Batch, type BatchPlace, BASE_MS, keyOf } from '../crash/batches.ts';
import { acknowledge, type Ledger } from '../crash/ledger.ts';

/** What became of a request: an answer, or what ended it instead. */
export interface Answer {
  /** 0 when there was none. */
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  ms: number;
  /** When it was sent, by `performance.now()`. */
  sentAt: number;
  failure?: string;
}

export interface Asking {
  method?: string;
  headers?: Record<string, string>;
  body?: string | undefined;
  agent?: Agent | undefined;
  timeoutMs?: number;
}

/** Sends a request; never rejects. */
export function ask(url: string, { method = 'GET', headers = {}, body, agent, timeoutMs = 30_000 }: Asking = {}): Promise<Answer> {
  const sentAt = performance.now();
  return new Promise((resolve) => {
    const end = (part: Partial<Answer>) => resolve({ status: 0, headers: {}, body: '', sentAt, ...part, ms: performance.now() - sentAt });
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const asked = request(url, { method, agent, timeout: timeoutMs, headers: { ...headers, ...length } }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => end({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on('error', (error) => end({ failure: error.message }));
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.on('error', (error) => end({ failure: error.message }));
    asked.end(body);
  });
}

/** The fields of a request with JSON of a tenant. */
export function fieldsOf({ apiKey }: AuditTenant): Record<string, string> {
  return { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
}

/** So many touchpoints in a batch, always the same ones for a place. */
export function touchpointsOf({ tenant, client, number }: BatchPlace, size = 50): Batch {
  const items = Array.from({ length: size }, (_, place) => {
    const occurredAt = new Date(BASE_MS - place * 60_000).toISOString();
    const identity = { userId: `person-${(number * size + place) % 500}` };
    return {
      id: `${client}-${number}-${place}`,
      occurredAt,
      identity,
      kind: 'impression',
      campaign: `campaign-${place % 8}`,
      show: 'a-show',
    };
  });
  const sent = items.map(({ id, occurredAt, campaign }) => {
    return { key: keyOf(tenant.tenantId, 'touchpoints', id), content: `${Date.parse(occurredAt)} ${campaign}` };
  });
  return { kind: 'touchpoints', items, sent };
}

interface Sending {
  batch: Batch;
  ledger: Ledger;
  agent?: Agent;
}

/** Sends a batch once, and notes it as acknowledged where it was. */
export async function sendBatch(url: string, tenant: AuditTenant, { batch, ledger, agent }: Sending): Promise<Answer> {
  const body = JSON.stringify({ [batch.kind]: batch.items });
  const answer = await ask(`${url}/api/v1/${batch.kind}`, { method: 'POST', headers: fieldsOf(tenant), body, agent });
  if (answer.status === 202) acknowledge(ledger, batch.sent);
  return answer;
}

/** How long the answer took that a share of all was faster than, in milliseconds. */
export function percentile(answers: readonly Answer[], share: number): number {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** How often each status came, as a text. */
export function statusText(answers: readonly Answer[]): string {
  const counts = Map.groupBy(answers, ({ status }) => status);
  return [...counts.entries()]
    .sort(([a], [b]) => a - b)
    .map(([status, all]) => `${all.length} × ${status || 'no answer'}`)
    .join(', ');
}
