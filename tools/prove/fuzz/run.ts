import { readDocument } from './document.ts';
import { faultOf } from './judge.ts';
import { openLedger } from './ledger.ts';
import { buildRequest, type FuzzRequest, type ImportIds, type Material } from './requests.ts';
import { type FuzzAnswer, openSender, type Sender } from './sender.ts';

const CONNECTIONS = 8;
const PROBE_EVERY = 250;
const MOST_FAULTS = 20;
const SHOWN = 300;

/** A tenant whose rows can be counted. */
export interface FuzzTenant {
  apiKey: string;
  /** Cookie headers of people who own it. */
  cookies: readonly string[];
  /** How many rows it has in each table. */
  countRows(): Promise<Record<string, number>>;
}

/** A served installation: `sender` is the tenant the requests come from, `bystander` one they must never reach. */
export interface FuzzTarget {
  url: string;
  nowMs: number;
  sender: FuzzTenant;
  /** Keys of the sender that requests may revoke. */
  revocableKeyIds: readonly string[];
  /** A transcript of the sender that no request names to have it removed. */
  transcriptId: string;
  importIds: ImportIds;
  bystander: FuzzTenant;
  /** Ids and words of the bystander: they stand in requests, and never in an answer that does not repeat the request. */
  bystanderIds: readonly string[];
  bystanderSecrets: readonly string[];
}

export interface FuzzResult {
  seed: number;
  requests: number;
  probes: number;
  /** How many answers of each status came, by operation. */
  statuses: Map<string, Map<number, number>>;
  faults: string[];
}

type Counts = Record<string, number>;

function show({ index, method, path, headers, body }: FuzzRequest, { status, text }: FuzzAnswer): string {
  const others = JSON.stringify({ ...headers, authorization: undefined });
  const sent = `${method} ${path.slice(0, SHOWN)} ${others.slice(0, SHOWN)} ${body?.toString().slice(0, SHOWN) ?? ''}`;
  return `request ${index}: ${sent} -> ${status} ${text.slice(0, SHOWN)}`;
}

/** A plain event that every healthy server takes. */
async function probe(sender: Sender, { nowMs, sender: { apiKey } }: FuzzTarget, name: string): Promise<FuzzAnswer> {
  const touchpoint = { id: name, occurredAt: new Date(nowMs).toISOString(), kind: 'click', identity: { userId: name } };
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  return sender.send({
    method: 'POST',
    path: '/api/v1/touchpoints',
    headers,
    body: Buffer.from(JSON.stringify({ touchpoints: [touchpoint] })),
  });
}

function countFaults(before: Counts, after: Counts, { added, isErasing }: { added: Counts; isErasing: boolean }): string[] {
  return Object.keys(added).flatMap((table) => {
    const grown = after[table] - before[table];
    return grown === added[table] || (isErasing && grown < added[table])
      ? []
      : [`${table} grew by ${grown} rows, ${added[table]} were acknowledged`];
  });
}

/** An acknowledged request records itself and keeps its answer once at most; a refused one does neither. */
function recordFaults(before: Counts, after: Counts, acknowledged: number): string[] {
  return ['audit_log', 'idempotent_requests'].flatMap((table) => {
    const grown = after[table] - before[table];
    return grown <= acknowledged ? [] : [`${table} grew by ${grown} rows after ${acknowledged} acknowledged requests`];
  });
}

function stayedFaults(before: Counts, after: Counts): string[] {
  return Object.keys(before).flatMap((table) => (after[table] === before[table] ? [] : [`${table} of the bystander changed`]));
}

async function readMaterial(target: FuzzTarget, sender: Sender): Promise<Material> {
  const { text } = await sender.send({ method: 'GET', path: '/openapi.json', headers: {} });
  const ids = [...target.revocableKeyIds, ...target.bystanderIds];
  const { nowMs, transcriptId, importIds, sender: asking } = target;
  return { document: readDocument(text), nowMs, key: asking.apiKey, transcriptId, importIds, cookies: asking.cookies, ids };
}

/**
 * Sends that many requests, made from the server's own OpenAPI document and then mistreated, and tells every fault: an answer of 5xx,
 * one below that is no problem document, one that tells of another tenant or of the insides, a plain event refused in between, rows that
 * nothing acknowledged. The same seed makes the same requests.
 */
export async function fuzz(target: FuzzTarget, { seed, requests }: { seed: number; requests: number }): Promise<FuzzResult> {
  const sender = openSender(target.url, CONNECTIONS);
  const material = await readMaterial(target, sender);
  const ledger = openLedger();
  const result: FuzzResult = { seed, requests, probes: 0, statuses: new Map(), faults: [] };
  const before = [await target.sender.countRows(), await target.bystander.countRows()];
  let next = 0;

  async function ask(index: number): Promise<void> {
    const request = buildRequest(seed, index, material);
    const answer = await sender.send(request);
    const byStatus = result.statuses.get(request.operation) ?? new Map<number, number>();
    result.statuses.set(request.operation, byStatus.set(answer.status, (byStatus.get(answer.status) ?? 0) + 1));
    ledger.note(request, answer);
    const fault = faultOf(request.method, answer, target.bystanderSecrets);
    if (fault !== undefined) result.faults.push(`${fault}; ${show(request, answer)}`);
  }

  async function work(): Promise<void> {
    while (next < requests && result.faults.length < MOST_FAULTS) {
      const index = next;
      next += 1;
      await ask(index);
      if (index % PROBE_EVERY !== 0) continue;
      const answer = await probe(sender, target, `probe-${seed}-${index}`);
      result.probes += 1;
      if (answer.status !== 202 || !answer.text.includes('"accepted":1'))
        result.faults.push(`refuses a plain event after request ${index}: ${answer.status} ${answer.text}`);
    }
  }

  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  sender.close();
  const added = ledger.added();
  for (const table of ['touchpoints', 'touchpoint_keys']) added[table] += result.probes;
  const after = await target.sender.countRows();
  result.faults.push(
    ...countFaults(before[0], after, { added, isErasing: ledger.isErasing() }),
    ...recordFaults(before[0], after, ledger.acknowledged()),
  );
  result.faults.push(...stayedFaults(before[1], await target.bystander.countRows()));
  return { ...result, requests: next };
}
