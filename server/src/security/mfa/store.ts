import type { AuthTx } from '../../platform/tenant-door.ts';

/** A person's second factor after one more try was counted. */
export interface TriedFactor {
  /** True when there were more tries than are allowed until `sinceMs` is long enough ago. */
  isSpent: boolean;
  sinceMs: number;
  /** The secret in use; undefined when none is. */
  sealedSecret: Buffer | undefined;
  /** A secret that waits to be confirmed. */
  sealedCandidate: Buffer | undefined;
  isLocked: boolean;
}

interface FactorRow {
  sealed_secret: Buffer | null;
  sealed_candidate: Buffer | null;
  tries: number;
  tries_since: Date;
  locked_at: Date | null;
}

/** Keeps a secret that waits to be confirmed, beside the one in use if there is one. */
export async function upsertCandidate(tx: AuthTx, personId: string, sealedCandidate: Buffer, nowMs: number): Promise<void> {
  await tx.query({
    text: `insert into totp_factors (person_id, sealed_candidate, tries_since) values ($1, $2, $3)
           on conflict (person_id) do update set sealed_candidate = $2`,
    values: [personId, sealedCandidate, new Date(nowMs)],
  });
}

/**
 * Counts a try in a window that begins anew when the one before is over, and holds the row until the transaction ends, so that tries come
 * one after the other. Undefined where the person has no factor, not even one that waits.
 */
export async function countTry(
  tx: AuthTx,
  personId: string,
  { nowMs, withinMs, most }: { nowMs: number; withinMs: number; most: number },
): Promise<TriedFactor | undefined> {
  const [row] = await tx.query<FactorRow>({
    text: `update totp_factors set
             tries = case when tries_since <= $3 then 1 else least(tries + 1, $4 + 1) end,
             tries_since = case when tries_since <= $3 then $2 else tries_since end
           where person_id = $1 returning sealed_secret, sealed_candidate, tries, tries_since, locked_at`,
    values: [personId, new Date(nowMs), new Date(nowMs - withinMs), most],
  });
  return row && toTriedFactor(row, most);
}

/** Uses a step up: false when it, or a later one, was used before. */
export async function updateLastStep(tx: AuthTx, personId: string, step: number): Promise<boolean> {
  const rows = await tx.query({
    text: `update totp_factors set last_step = $2, tries = 0, failures_in_a_row = 0
           where person_id = $1 and last_step < $2 returning person_id`,
    values: [personId, step],
  });
  return rows.length === 1;
}

/** Counts a failure, and locks the factor when it is one too many in a row; true when this one locked it. */
export async function countFailure(tx: AuthTx, personId: string, most: number, nowMs: number): Promise<boolean> {
  const [row] = await tx.query<{ failures_in_a_row: number }>({
    text: `update totp_factors set failures_in_a_row = failures_in_a_row + 1,
             locked_at = case when failures_in_a_row + 1 >= $2 then coalesce(locked_at, $3) else locked_at end
           where person_id = $1 returning failures_in_a_row`,
    values: [personId, most, new Date(nowMs)],
  });
  return row?.failures_in_a_row === most;
}

/** Opens a factor that was locked, and forgets its failures. */
export async function unlockFactor(tx: AuthTx, personId: string): Promise<void> {
  await tx.query({
    text: 'update totp_factors set failures_in_a_row = 0, tries = 0, locked_at = null where person_id = $1',
    values: [personId],
  });
}

/** Puts a confirmed secret to use; the code that confirmed it is used up. */
export async function confirmFactor(
  tx: AuthTx,
  personId: string,
  factor: { sealedSecret: Buffer; step: number; nowMs: number },
): Promise<void> {
  await tx.query({
    text: `update totp_factors set sealed_secret = $2, sealed_candidate = null, confirmed_at = $3, last_step = $4, tries = 0,
             failures_in_a_row = 0, locked_at = null
           where person_id = $1`,
    values: [personId, factor.sealedSecret, new Date(factor.nowMs), factor.step],
  });
}

export async function deleteFactor(tx: AuthTx, personId: string): Promise<boolean> {
  await tx.query({ text: 'delete from recovery_codes where person_id = $1', values: [personId] });
  const rows = await tx.query({
    text: 'delete from totp_factors where person_id = $1 and confirmed_at is not null returning person_id',
    values: [personId],
  });
  return rows.length === 1;
}

export async function replaceRecoveryCodes(tx: AuthTx, personId: string, codes: { hint: string; hash: string }[]): Promise<void> {
  await tx.query({ text: 'delete from recovery_codes where person_id = $1', values: [personId] });
  await tx.query({
    text: `insert into recovery_codes (person_id, hint, code_hash)
           select $1, hint, hash from unnest($2::text[], $3::text[]) as c (hint, hash)`,
    values: [personId, codes.map(({ hint }) => hint), codes.map(({ hash }) => hash)],
  });
}

export async function findRecoveryHash(tx: AuthTx, personId: string, hint: string): Promise<string | undefined> {
  const [row] = await tx.query<{ code_hash: string }>({
    text: 'select code_hash from recovery_codes where person_id = $1 and hint = $2 and used_at is null',
    values: [personId, hint],
  });
  return row?.code_hash;
}

/** Uses a recovery code up: of several at the same time one gets it. */
export async function updateUsed(tx: AuthTx, personId: string, hint: string, nowMs: number): Promise<boolean> {
  const rows = await tx.query({
    text: 'update recovery_codes set used_at = $3 where person_id = $1 and hint = $2 and used_at is null returning hint',
    values: [personId, hint, new Date(nowMs)],
  });
  return rows.length === 1;
}

export async function countUnused(tx: AuthTx, personId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from recovery_codes where person_id = $1 and used_at is null',
    values: [personId],
  });
  return row.count;
}

function toTriedFactor(row: FactorRow, most: number): TriedFactor {
  return {
    isSpent: row.tries > most,
    sinceMs: row.tries_since.getTime(),
    sealedSecret: row.sealed_secret ?? undefined,
    sealedCandidate: row.sealed_candidate ?? undefined,
    isLocked: row.locked_at !== null,
  };
}
