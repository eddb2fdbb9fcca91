import type { AuthTx } from '../../platform/tenant-door.ts';

/** A key as stored. */
export interface StoredKey {
  id: string;
  sealedKey: Buffer;
  createdAtMs: number;
}

/** Makes whoever else would add a key wait until this transaction ends. */
export async function lockKeys(tx: AuthTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('oauth_keys', 0))` });
}

/** The keys, newest first: the first one signs. */
export async function listKeys(tx: AuthTx): Promise<StoredKey[]> {
  const rows = await tx.query<{ id: string; sealed_key: Buffer; created_at: Date }>({
    text: 'select id, sealed_key, created_at from oauth_keys order by created_at desc, id desc',
  });
  return rows.map((row) => ({ id: row.id, sealedKey: row.sealed_key, createdAtMs: row.created_at.getTime() }));
}

export async function insertKey(tx: AuthTx, { id, sealedKey, createdAtMs }: StoredKey): Promise<void> {
  await tx.query({
    text: 'insert into oauth_keys (id, sealed_key, created_at) values ($1, $2, $3)',
    values: [id, sealedKey, new Date(createdAtMs)],
  });
}

/** Forgets keys that another one replaced before an instant. */
export async function deleteReplaced(tx: AuthTx, beforeMs: number): Promise<void> {
  await tx.query({
    text: `delete from oauth_keys k where exists (
             select 1 from oauth_keys n where (n.created_at, n.id) > (k.created_at, k.id) and n.created_at < $1
           )`,
    values: [new Date(beforeMs)],
  });
}
