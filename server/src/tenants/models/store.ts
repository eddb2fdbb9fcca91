import type { TenantTx } from '../../platform/tenant-door.ts';
import type { OwnModel, OwnModelDetails } from './schema.ts';

interface ModelRow {
  name: string;
  version: number;
  base: OwnModel['base'];
  parameters: OwnModel['parameters'];
  created_at: Date;
  created_by: string;
  archived_at: Date | null;
}

const COLUMNS = 'name, version, base, parameters, created_at, created_by, archived_at';

/** The newest version of every model that is in use, by name. */
export async function listModels(tx: TenantTx): Promise<OwnModel[]> {
  const rows = await tx.query<ModelRow>({
    text: `select ${COLUMNS} from (
             select distinct on (name) ${COLUMNS} from tenant_models where tenant_id = $1 order by name, version desc
           ) newest where archived_at is null order by name`,
    values: [tx.tenantId],
  });
  return rows.map(toModel);
}

/** The versions of a model, the newest first, archived ones too. */
export async function listVersions(tx: TenantTx, name: string): Promise<OwnModel[]> {
  const rows = await tx.query<ModelRow>({
    text: `select ${COLUMNS} from tenant_models where tenant_id = $1 and name = $2 order by version desc`,
    values: [tx.tenantId, name],
  });
  return rows.map(toModel);
}

/** One version of a model, the newest when none is named. */
export async function findVersion(tx: TenantTx, name: string, version?: number): Promise<OwnModel | undefined> {
  const [row] = await tx.query<ModelRow>({
    text: `select ${COLUMNS} from tenant_models where tenant_id = $1 and name = $2 and ($3::integer is null or version = $3)
           order by version desc limit 1`,
    values: [tx.tenantId, name, version ?? null],
  });
  return row && toModel(row);
}

/** Adds a version; undefined when somebody else has added it. */
export async function insertVersion(
  tx: TenantTx,
  named: { name: string; version: number; createdAt: string; createdBy: string },
  { base, parameters }: OwnModelDetails,
): Promise<OwnModel | undefined> {
  const [row] = await tx.query<ModelRow>({
    text: `insert into tenant_models (tenant_id, name, version, base, parameters, created_at, created_by)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning ${COLUMNS}`,
    values: [tx.tenantId, named.name, named.version, base, JSON.stringify(parameters), named.createdAt, named.createdBy],
  });
  return row && toModel(row);
}

/**
 * Keeps everybody else from changing the tenant's models, and from making one a default, until the transaction ends. The row of the tenant
 * stands for all of them, since what is to be kept apart lies in several tables.
 */
export async function lockModels(tx: TenantTx): Promise<void> {
  await tx.query({ text: 'select from tenants where tenant_id = $1 for no key update', values: [tx.tenantId] });
}

export async function updateArchived(tx: TenantTx, { name, version }: OwnModel, archivedAt: string): Promise<void> {
  await tx.query({
    text: 'update tenant_models set archived_at = $4 where tenant_id = $1 and name = $2 and version = $3 and archived_at is null',
    values: [tx.tenantId, name, version, archivedAt],
  });
}

function toModel(row: ModelRow): OwnModel {
  return {
    name: row.name,
    version: row.version,
    base: row.base,
    parameters: row.parameters,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    archivedAt: row.archived_at?.toISOString() ?? null,
  };
}
