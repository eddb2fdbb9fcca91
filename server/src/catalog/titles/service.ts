import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { Title, TitleDetails, TitleTable } from './schema.ts';
import { findTitleNames, insertTitleStubs, listTitles as listRows, upsertTitle } from './store.ts';

/** The tenant's shows or episodes by key, stubs included. */
export async function listTitles(context: Context, actor: Actor, table: TitleTable, page: PageRequest): Promise<Page<Title>> {
  authorize(actor, 'catalog.read');
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listRows(tx, table, page.after ?? '', page.limit + 1));
  return pageOf(rows, page.limit, (title) => title.key);
}

/** Creates a show or an episode, or completes a stub: the name replaces what was there. */
export async function putTitle(
  context: Context,
  actor: Actor,
  title: { table: TitleTable; key: string; details: TitleDetails },
): Promise<Title> {
  authorize(actor, 'catalog.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const stored = await upsertTitle(tx, title.table, title.key, title.details.name);
    const action = title.table === 'shows' ? 'show.put' : 'episode.put';
    await recordAuditIn(tx, { actor: actor.name, action, target: title.key, after: { ...title.details } });
    return stored;
  });
}

/** Makes sure that each key has a show or an episode; what is there stays as it is. */
export async function ensureTitleStubsIn(tx: TenantTx, table: TitleTable, keys: Iterable<string>): Promise<void> {
  const sorted = [...new Set(keys)].sort();
  if (sorted.length > 0) await insertTitleStubs(tx, table, sorted);
}

/** The names of these shows or episodes; those without a name are left out. */
export async function findTitleNamesIn(tx: TenantTx, table: TitleTable, keys: string[]): Promise<Map<string, string>> {
  return keys.length === 0 ? new Map() : findTitleNames(tx, table, keys);
}
