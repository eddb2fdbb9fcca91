import { createHash } from 'node:crypto';
import type { ChainEnd, ChainRow } from '../../platform/audit-chain.ts';
import { csvCell } from '../../platform/csv.ts';
import type { ExportedRow } from './schema.ts';

/** What is wrong, and at which row. */
export interface Finding {
  seq: number;
  problem: 'changed' | 'missing' | 'out_of_place' | 'cut_off' | 'rewritten';
  says: string;
}

/** A chain read from its beginning, row by row. */
export interface ChainCheck {
  take(row: ChainRow): void;
  /** `head` is where the database says that the chain ends; undefined when nobody says. */
  finish(head?: ChainEnd): { end: ChainEnd; findings: Finding[] };
}

/** What the first row names as the hash before it. */
export const CHAIN_START = createHash('sha256').digest('hex');
const MOST_FINDINGS = 100;

/** The hash of a row: SHA-256 over its fields, each with its length before it, the hash of the row before last. */
export function hashOfRow(chain: string, row: ChainRow): string {
  const { seq, id, occurredAt, actor, action, target, before, after, previousHash } = row;
  const fields = [chain, String(seq), id, occurredAt, actor, action, target, before ?? '', after ?? '', previousHash];
  const hash = createHash('sha256');
  for (const field of fields) hash.update(`${Buffer.byteLength(field)}:${field},`);
  return hash.digest('hex');
}

/**
 * Reads a chain and says what does not fit: rows that were changed, moved or taken out, an end that was cut off, and ends seen before
 * (`known`, from checkpoints) that the chain no longer passes through. `chain` is the tenant's id, or `platform`.
 */
export function createChainCheck(chain: string, known: readonly ChainEnd[] = []): ChainCheck {
  const findings: Finding[] = [];
  const hashesBySeq = Map.groupBy(known, ({ seq }) => seq);
  let end: ChainEnd = { seq: 0, hash: CHAIN_START };

  function find(seq: number, problem: Finding['problem'], says: string): void {
    if (findings.length < MOST_FINDINGS) findings.push({ seq, problem, says });
  }

  function compareKnown({ seq, hash }: ChainEnd): void {
    for (const { hash: seen } of hashesBySeq.get(seq) ?? []) {
      if (seen !== hash) find(seq, 'rewritten', `row ${seq} has another hash than the checkpoint: what stands up to here was written anew`);
    }
  }

  compareKnown(end);
  return {
    take(row) {
      const { seq, hash, previousHash } = row;
      if (seq > end.seq + 1) find(end.seq + 1, 'missing', `rows ${end.seq + 1} to ${seq - 1} are missing`);
      else if (seq <= end.seq) find(seq, 'out_of_place', `row ${seq} comes after row ${end.seq}`);
      else if (previousHash !== end.hash) find(seq, 'out_of_place', `row ${seq} does not follow the row before it`);
      if (hashOfRow(chain, row) !== hash) find(seq, 'changed', `row ${seq} is not as it was written`);
      end = { seq, hash };
      compareKnown(end);
    },
    finish(head) {
      const last = Math.max(0, head?.seq ?? 0, ...known.map(({ seq }) => seq));
      if (last > end.seq) find(end.seq + 1, 'cut_off', `the log ends at row ${end.seq}, but there was a row ${last}`);
      else if (head !== undefined && (head.seq !== end.seq || head.hash !== end.hash))
        find(end.seq, 'cut_off', `the log does not end at row ${head.seq}, where its head says it does`);
      return { end, findings };
    },
  };
}

const COLUMNS = ['seq', 'id', 'occurredAt', 'actor', 'action', 'target', 'before', 'after', 'previousHash', 'hash'] as const;

/** The first line of an export as CSV. */
export const CSV_HEAD = `${COLUMNS.join(',')}\r\n`;

export function csvLine(row: ChainRow): string {
  return `${COLUMNS.map((column) => csvCell(String(row[column] ?? ''))).join(',')}\r\n`;
}

export function ndjsonLine(tenant: string, row: ChainRow): string {
  const exported: ExportedRow = { tenant, ...row };
  return `${JSON.stringify(exported)}\n`;
}
