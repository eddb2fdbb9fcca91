import type { AuthTx, TenantTx } from '../../platform/tenant-door.ts';
import type { MailKind } from './kinds.ts';
import type { Chosen } from './rules.ts';

interface ChoiceRow {
  kind: string;
  is_mailed: boolean;
  changed_at: Date;
}

/** What a member chose, by kind. */
export async function findChoices(tx: TenantTx | AuthTx, tenantId: string, personId: string): Promise<Map<string, Chosen>> {
  const rows = await tx.query<ChoiceRow>({
    text: 'select kind, is_mailed, changed_at from mail_choices where tenant_id = $1 and person_id = $2 order by kind',
    values: [tenantId, personId],
  });
  return new Map(rows.map((row) => [row.kind, toChosen(row)]));
}

/** What members chose of a kind, by person. */
export async function findChoicesOf(tx: TenantTx, kind: MailKind): Promise<Map<string, Chosen>> {
  const rows = await tx.query<ChoiceRow & { person_id: string }>({
    text: 'select person_id, kind, is_mailed, changed_at from mail_choices where tenant_id = $1 and kind = $2',
    values: [tx.tenantId, kind],
  });
  return new Map(rows.map((row) => [row.person_id, toChosen(row)]));
}

export async function upsertChoice(tx: TenantTx, personId: string, kind: MailKind, { isMailed, chosenAt }: Chosen): Promise<void> {
  await tx.query({
    text: `insert into mail_choices (tenant_id, person_id, kind, is_mailed, changed_at) values ($1, $2, $3, $4, $5)
           on conflict (tenant_id, person_id, kind) do update set is_mailed = excluded.is_mailed, changed_at = excluded.changed_at`,
    values: [tx.tenantId, personId, kind, isMailed, chosenAt],
  });
}

function toChosen({ is_mailed, changed_at }: ChoiceRow): Chosen {
  return { isMailed: is_mailed, chosenAt: changed_at };
}
