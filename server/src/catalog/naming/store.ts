import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** What of the catalogue a text may name. */
export type NamedKind = 'show' | 'episode' | 'campaign';

const TABLES = {
  show: 'select key, name, title from shows where tenant_id = $1',
  episode: 'select key, name, title from episodes where tenant_id = $1',
  campaign: 'select key, name, null as title from campaigns where tenant_id = $1',
} as const satisfies Record<NamedKind, string>;

/** Waits until nobody else puts anything under this key of the tenant, and has others wait until the transaction ends. */
export async function holdKey(tx: TenantTx, noun: string, key: string): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`put:${tx.tenantId}:${noun}:${key}`] });
}

/** Which of the catalogue these texts are keys, names or titles of, whatever the case of names; those of nothing are left out. */
export async function findNamed(tx: TenantTx, kind: NamedKind, texts: readonly string[]): Promise<{ text: string; key: string }[]> {
  return tx.query<{ text: string; key: string }>({
    text: `with asked as (select text, lower(btrim(text)) as folded from unnest($2::text[]) as a (text))
           select asked.text, n.key from asked join (${TABLES[kind]}) as n on n.key = asked.text
           union
           select asked.text, n.key from asked join (${TABLES[kind]}) as n
             on asked.folded in (lower(btrim(n.name)), lower(btrim(n.title)))
           order by 1, 2`,
    values: [tx.tenantId, column(texts, (text) => text)],
  });
}
