import type { TenantTx } from '../../platform/tenant-door.ts';
import type { SavedView } from './schema.ts';

interface ViewRow {
  view_id: string;
  person_id: string | null;
  name: string;
  address: string;
  created_at: Date;
  created_by: string;
}

const COLUMNS = 'view_id, person_id, name, address, created_at, created_by';

/** A view to be kept; `personId` is whose it is, null for everybody's. */
export interface NewViewRow {
  id: string;
  personId: string | null;
  name: string;
  address: string;
  createdAt: string;
  createdBy: string;
}

export async function insertView(tx: TenantTx, row: NewViewRow): Promise<SavedView> {
  const [inserted] = await tx.query<ViewRow>({
    text: `insert into saved_views (tenant_id, view_id, person_id, name, address, created_at, created_by)
           values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    values: [tx.tenantId, row.id, row.personId, row.name, row.address, row.createdAt, row.createdBy],
  });
  return toView(inserted);
}

/** Everybody's views and those of one person, by name. */
export async function listViews(tx: TenantTx, personId: string | null): Promise<SavedView[]> {
  const rows = await tx.query<ViewRow>({
    text: `select ${COLUMNS} from saved_views
           where tenant_id = $1 and (person_id is null or person_id = $2) order by lower(name), view_id`,
    values: [tx.tenantId, personId],
  });
  return rows.map(toView);
}

/** A view that is everybody's or this person's; until the transaction ends it stays as it is. */
export async function findView(tx: TenantTx, id: string, personId: string | null): Promise<SavedView | undefined> {
  const [row] = await tx.query<ViewRow>({
    text: `select ${COLUMNS} from saved_views
           where tenant_id = $1 and view_id = $2 and (person_id is null or person_id = $3) for update`,
    values: [tx.tenantId, id, personId],
  });
  return row && toView(row);
}

/** The view that keeps this address under this name, of one person or of everybody. */
export async function findSame(
  tx: TenantTx,
  { personId, name, address }: { personId: string | null; name: string; address: string },
): Promise<SavedView | undefined> {
  const [row] = await tx.query<ViewRow>({
    text: `select ${COLUMNS} from saved_views
           where tenant_id = $1 and person_id is not distinct from $2 and name = $3 and address = $4`,
    values: [tx.tenantId, personId, name, address],
  });
  return row && toView(row);
}

/** How many views a person has, or everybody together. Until the transaction ends nobody else counts. */
export async function countViews(tx: TenantTx, personId: string | null): Promise<number> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`saved_views|${tx.tenantId}`] });
  const [{ count }] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from saved_views where tenant_id = $1 and person_id is not distinct from $2',
    values: [tx.tenantId, personId],
  });
  return count;
}

export async function updateView(tx: TenantTx, id: string, name: string): Promise<void> {
  await tx.query({ text: 'update saved_views set name = $3 where tenant_id = $1 and view_id = $2', values: [tx.tenantId, id, name] });
}

export async function deleteView(tx: TenantTx, id: string): Promise<void> {
  await tx.query({ text: 'delete from saved_views where tenant_id = $1 and view_id = $2', values: [tx.tenantId, id] });
}

function toView(row: ViewRow): SavedView {
  return {
    id: row.view_id,
    name: row.name,
    address: row.address,
    isShared: row.person_id === null,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}
