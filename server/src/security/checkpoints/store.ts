import type { AuthTx, TenantTx } from '../../platform/tenant-door.ts';
import type { Checkpoint } from './schema.ts';

interface Row {
  seq: number;
  hash: Buffer;
  previous: Buffer | null;
  at: Date;
  key_id: string;
  signature: Buffer;
}

/** Adds a checkpoint; false when another process made one for the same row first. */
export async function insertCheckpoint(tx: TenantTx, checkpoint: Checkpoint): Promise<boolean> {
  const { seq, hash, previous, at, keyId, signature } = checkpoint;
  const added = await tx.query({
    text: `insert into audit_checkpoints (tenant_id, seq, hash, previous, at, key_id, signature)
           values ($1, $2, decode($3, 'hex'), decode($4, 'hex'), $5, $6, decode($7, 'base64')) on conflict do nothing returning 1`,
    values: [tx.tenantId, seq, hash, previous, at, keyId, signature],
  });
  return added.length === 1;
}

/** Checkpoints before this row, the newest first. */
export async function listCheckpoints(tx: TenantTx, before: number | undefined, limit: number): Promise<Checkpoint[]> {
  const rows = await tx.query<Row>({
    text: `select seq, hash, previous, at, key_id, signature from audit_checkpoints
           where tenant_id = $1 and ($2::bigint is null or seq < $2) order by seq desc limit $3`,
    values: [tx.tenantId, before ?? null, limit],
  });
  return rows.map((row) => toCheckpoint(tx.tenantId, row));
}

/** The key that signs, sealed: the oldest one, so that processes which make one at the same time agree. */
export async function findSigningKey(tx: AuthTx): Promise<{ id: string; sealedSeed: Buffer } | undefined> {
  const [row] = await tx.query<{ id: string; sealed_seed: Buffer }>({
    text: 'select id, sealed_seed from audit_signing_keys order by created_at, id limit 1',
  });
  return row && { id: row.id, sealedSeed: row.sealed_seed };
}

export async function insertSigningKey(tx: AuthTx, id: string, sealedSeed: Buffer): Promise<void> {
  await tx.query({ text: 'insert into audit_signing_keys (id, sealed_seed) values ($1, $2)', values: [id, sealedSeed] });
}

function toCheckpoint(tenant: string, { seq, hash, previous, at, key_id, signature }: Row): Checkpoint {
  return {
    tenant,
    seq,
    hash: hash.toString('hex'),
    previous: previous?.toString('hex') ?? null,
    at: at.toISOString(),
    keyId: key_id,
    signature: signature.toString('base64'),
  };
}
