import { z } from 'zod';
import { PageQuery } from '../../platform/paging.ts';

const EARLIEST_MS = Date.parse('1970-01-01T00:00:00Z');
const LATEST_MS = Date.parse('3000-01-01T00:00:00Z');

/** An instant in a parameter, in milliseconds since 1970 UTC. */
const Instant = z.iso
  .datetime({ offset: true, error: 'must be an RFC 3339 instant with a zone, such as 2026-11-01T00:00:00Z' })
  .refine((text) => Date.parse(text) >= EARLIEST_MS && Date.parse(text) < LATEST_MS, 'must lie in the years 1970 to 2999')
  .transform((text) => Date.parse(text));

const filters = {
  actor: z.string().max(300).optional().describe('who did it, such as `api_key:<id>`'),
  action: z.string().max(100).optional().describe('what was done, such as `api_key.create`'),
  target: z.string().max(500).optional().describe('what it was done to'),
  from: Instant.optional().describe('rows from here on'),
  to: Instant.optional().describe('rows before here'),
};

export const AuditQuery = PageQuery.extend(filters);

export const AuditExportQuery = z.strictObject({
  format: z.enum(['csv', 'ndjson'], { error: 'must be csv or ndjson' }).default('ndjson'),
  ...filters,
});
export type AuditExportQuery = z.output<typeof AuditExportQuery>;

const State = z.record(z.string(), z.unknown()).nullable();

export const AuditEntry = z
  .object({
    seq: z.int().describe('its place in the chain, from 1'),
    id: z.string().describe('UUID'),
    occurredAt: z.string(),
    actor: z.string(),
    action: z.string().describe('noun.verb'),
    target: z.string(),
    before: State.describe('what it was, without secrets'),
    after: State.describe('what it became, without secrets'),
    hash: z.string().describe('SHA-256 of this row and of the hash before it, hexadecimal'),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** One line of an export as NDJSON: everything that a row's hash covers. `before` and `after` are the JSON text that was stored. */
export const ExportedRow = z.strictObject({
  tenant: z.string(),
  seq: z.int().min(1),
  id: z.string(),
  occurredAt: z.string(),
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  previousHash: Hash,
  hash: Hash,
});
export type ExportedRow = z.infer<typeof ExportedRow>;
