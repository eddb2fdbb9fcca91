import type { TenantTx } from '../../platform/tenant-door.ts';
import type { NewWebhook, Webhook } from './schema.ts';

interface Row {
  id: string;
  url: string;
  description: string;
  types: string[];
  min_severity: Webhook['minSeverity'];
  disabled_at: Date | null;
  disabled_because: Webhook['disabledBecause'];
  previous_until: Date | null;
  created_at: Date;
}

const COLUMNS = `id, url, description, types, min_severity, disabled_at, disabled_because, created_at,
  case when previous_until > now() then previous_until end as previous_until`;

export async function countWebhooks(tx: TenantTx): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from webhooks where tenant_id = $1',
    values: [tx.tenantId],
  });
  return row.count;
}

export async function insertWebhook(tx: TenantTx, id: string, terms: NewWebhook, sealedSecret: Buffer): Promise<Webhook> {
  const [row] = await tx.query<Row>({
    text: `insert into webhooks (tenant_id, id, url, description, types, min_severity, sealed_secret)
           values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    values: [tx.tenantId, id, terms.url, terms.description, terms.types, terms.minSeverity, sealedSecret],
  });
  return toWebhook(row);
}

export async function listWebhooks(tx: TenantTx): Promise<Webhook[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from webhooks where tenant_id = $1 order by id`,
    values: [tx.tenantId],
  });
  return rows.map(toWebhook);
}

/** The webhook, kept from others who would change it until the transaction ends. */
export async function lockWebhook(tx: TenantTx, id: string): Promise<Webhook | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from webhooks where tenant_id = $1 and id = $2 for update`,
    values: [tx.tenantId, id],
  });
  return row && toWebhook(row);
}

export async function updateTerms(tx: TenantTx, id: string, terms: NewWebhook): Promise<void> {
  await tx.query({
    text: 'update webhooks set url = $3, description = $4, types = $5, min_severity = $6 where tenant_id = $1 and id = $2',
    values: [tx.tenantId, id, terms.url, terms.description, terms.types, terms.minSeverity],
  });
}

/** Disables a webhook for this reason, or enables it again when there is none. */
export async function updateDisabled(tx: TenantTx, id: string, because: Webhook['disabledBecause']): Promise<void> {
  await tx.query({
    text: `update webhooks set disabled_because = $3, disabled_at = case when $3::text is null then null else now() end
           where tenant_id = $1 and id = $2`,
    values: [tx.tenantId, id, because],
  });
}

export async function updateSecret(tx: TenantTx, id: string, sealedSecret: Buffer, overlapHours: number): Promise<void> {
  await tx.query({
    text: `update webhooks set sealed_previous_secret = sealed_secret, sealed_secret = $3,
             previous_until = now() + make_interval(hours => $4) where tenant_id = $1 and id = $2`,
    values: [tx.tenantId, id, sealedSecret, overlapHours],
  });
}

export async function deleteWebhook(tx: TenantTx, id: string): Promise<void> {
  await tx.query({ text: 'delete from webhooks where tenant_id = $1 and id = $2', values: [tx.tenantId, id] });
}

function toWebhook(row: Row): Webhook {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    types: row.types,
    minSeverity: row.min_severity,
    isEnabled: row.disabled_at === null,
    disabledAt: row.disabled_at?.toISOString() ?? null,
    disabledBecause: row.disabled_because,
    previousSecretUntil: row.previous_until?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}
