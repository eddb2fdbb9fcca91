import { AppError, invalid } from '../../platform/errors.ts';
import type { Actor } from '../authorize.ts';

const DAY_MS = 86_400_000;

/** How long a closed tenant can be read, and its closing undone. */
export const GRACE_DAYS = 30;

/** How old the export may be that a closing relies on. */
export const EXPORT_DAYS = 7;

/** The refusal of a tenant that is not there, and of one that is not the asker's own, in the same words. */
export function noSuchTenant(): AppError {
  return new AppError('not_found', 'There is no such tenant.');
}

/** Lets nobody past but those who act in this very tenant. @throws AppError `not_found`. */
export function requireOwnTenant(actor: Actor, tenantId: string): void {
  if (actor.tenantId !== tenantId) throw noSuchTenant();
}

/** When every row of a tenant that is closed now goes. */
export function eraseAfter(nowMs: number): Date {
  return new Date(nowMs + GRACE_DAYS * DAY_MS);
}

/** What of a tenant decides whether it may be closed. */
export interface Closing {
  lastExportAt: Date | undefined;
  waiveExport: boolean;
}

/** @throws AppError `invalid_request` without a recent export and without a waiver. */
export function requireClosable({ lastExportAt, waiveExport }: Closing, nowMs: number): void {
  const isRecent = lastExportAt !== undefined && lastExportAt.getTime() >= nowMs - EXPORT_DAYS * DAY_MS;
  if (isRecent || waiveExport) return;
  throw invalid(
    '/waiveExport',
    `Closing deletes everything after ${GRACE_DAYS} days, and nothing was exported in the last ${EXPORT_DAYS}. ` +
      'Export the tenant first, or send "waiveExport": true.',
  );
}

/**
 * The tables whose rows an export leaves out: secrets and the machinery's own, of no use outside this installation, and the hashes of
 * shares, which beside an id would tell who is meant by what the other side holds.
 */
const NOT_EXPORTED = new Set(['data_keys', 'idempotent_requests', 'outbox', 'share_conversions', 'share_touchpoints', 'stranger_mails']);

/** Columns that hold secrets, sealed or hashed; they are left out of exports. */
const SECRET_COLUMN = /sealed|secret|wrapped|(?<!^previous)_hash$/;

/** True for a table that belongs into an export. */
export function isExported(table: string): boolean {
  return !NOT_EXPORTED.has(table);
}

/** A stored row without its tenant and without secrets. */
export function exportedRow(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'tenant_id' && !SECRET_COLUMN.test(name)));
}
