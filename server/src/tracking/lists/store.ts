import type { AuthTx, Transaction } from '../../platform/tenant-door.ts';
import type { ListKind } from './schema.ts';

/** A version of a list without its entries. */
export interface VersionRow {
  id: number;
  kind: ListKind;
  source: string;
  licence: string | null;
  entries: number;
  refused: number;
  sha256: string;
  effectiveFrom: Date;
  loadedAt: Date;
  /** When it was last looked through; when it was loaded, if never since. */
  checkedAt: Date;
}

const VERSION = `v.id, v.kind, v.source, v.licence, v.entries, v.refused, v.sha256,
  v.effective_from as "effectiveFrom", v.loaded_at as "loadedAt",
  coalesce((select max(c.checked_at) from list_checks c where c.list_version = v.id), v.loaded_at) as "checkedAt"`;

/** A new version; its packed entries with it. */
export interface NewVersion extends Omit<VersionRow, 'id' | 'checkedAt'> {
  content: Buffer;
}

/**
 * Adds a version under the next number; whoever adds another waits until this transaction ends, so that numbers grow in the order of
 * commits.
 */
export async function insertVersion(tx: AuthTx, version: NewVersion): Promise<number> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('list_versions', 0))` });
  const [row] = await tx.query<{ id: number }>({
    text: `insert into list_versions (id, kind, source, licence, entries, refused, sha256, effective_from, loaded_at, content)
           values ((select coalesce(max(id), 0) + 1 from list_versions), $1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
    values: [
      version.kind,
      version.source,
      version.licence,
      version.entries,
      version.refused,
      version.sha256,
      version.effectiveFrom,
      version.loadedAt,
      version.content,
    ],
  });
  return row.id;
}

/** Every version of every list, newest first. */
export async function findVersions(tx: Transaction): Promise<VersionRow[]> {
  return tx.query<VersionRow>({ text: `select ${VERSION} from list_versions v order by v.id desc` });
}

/** The packed entries of one version. */
export async function findContent(tx: Transaction, id: number): Promise<Buffer | undefined> {
  const [row] = await tx.query<{ content: Buffer }>({ text: 'select content from list_versions where id = $1', values: [id] });
  return row?.content;
}

export async function insertCheck(tx: AuthTx, id: number, checkedAt: Date, checkedBy: string): Promise<void> {
  await tx.query({
    text: 'insert into list_checks (list_version, checked_at, checked_by) values ($1, $2, $3) on conflict do nothing',
    values: [id, checkedAt, checkedBy],
  });
}

/** When and by whom a version was looked through, newest first. */
export async function findChecks(tx: Transaction, id: number): Promise<{ checkedAt: Date; checkedBy: string }[]> {
  return tx.query<{ checkedAt: Date; checkedBy: string }>({
    text: `select checked_at as "checkedAt", checked_by as "checkedBy" from list_checks where list_version = $1 order by checked_at desc`,
    values: [id],
  });
}
