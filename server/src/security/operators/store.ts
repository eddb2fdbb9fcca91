import type { AuthTx } from '../../platform/tenant-door.ts';

interface OperatorRow {
  id: string;
  email: string;
  name: string;
  password_hash: string;
  sealed_secret: Buffer;
  failures_in_a_row: number;
  created_at: Date;
  disabled_at: Date | null;
}

/** An operator as stored. */
export interface StoredOperator {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
  sealedSecret: Buffer;
  failuresInARow: number;
  createdAt: Date;
  disabledAt: Date | null;
}

const COLUMNS = 'id, email, name, password_hash, sealed_secret, failures_in_a_row, created_at, disabled_at';

/** False when there is an operator with this address already. */
export async function insertOperator(tx: AuthTx, operator: StoredOperator): Promise<boolean> {
  const rows = await tx.query({
    text: `insert into operators (id, email, name, password_hash, sealed_secret, created_at) values ($1, $2, $3, $4, $5, $6)
           on conflict do nothing returning id`,
    values: [operator.id, operator.email, operator.name, operator.passwordHash, operator.sealedSecret, operator.createdAt],
  });
  return rows.length === 1;
}

export async function listOperators(tx: AuthTx): Promise<StoredOperator[]> {
  return (await tx.query<OperatorRow>({ text: `select ${COLUMNS} from operators order by id` })).map(toOperator);
}

export async function findOperator(tx: AuthTx, email: string): Promise<StoredOperator | undefined> {
  const [row] = await tx.query<OperatorRow>({ text: `select ${COLUMNS} from operators where email = $1`, values: [email] });
  return row && toOperator(row);
}

/** As `findOperator`, by id; until the transaction ends nobody else changes the operator. */
export async function lockOperator(tx: AuthTx, id: string): Promise<StoredOperator | undefined> {
  const [row] = await tx.query<OperatorRow>({ text: `select ${COLUMNS} from operators where id = $1 for no key update`, values: [id] });
  return row && toOperator(row);
}

/** Uses a step of the second factor up: false when it, or a later one, was used before. */
export async function updateLastStep(tx: AuthTx, id: string, step: number): Promise<boolean> {
  const rows = await tx.query({
    text: 'update operators set last_step = $2, failures_in_a_row = 0 where id = $1 and last_step < $2 returning id',
    values: [id, step],
  });
  return rows.length === 1;
}

/** Counts a wrong code before it is looked at; false when there were too many in a row. */
export async function countFailure(tx: AuthTx, id: string, most: number): Promise<boolean> {
  const rows = await tx.query({
    text: 'update operators set failures_in_a_row = failures_in_a_row + 1 where id = $1 and failures_in_a_row < $2 returning id',
    values: [id, most],
  });
  return rows.length === 1;
}

export async function updateAccess(tx: AuthTx, id: string, access: { passwordHash: string; sealedSecret: Buffer }): Promise<void> {
  await tx.query({
    text: `update operators set password_hash = $2, sealed_secret = $3, last_step = 0, failures_in_a_row = 0,
             disabled_at = null where id = $1`,
    values: [id, access.passwordHash, access.sealedSecret],
  });
}

export async function updateDisabled(tx: AuthTx, id: string, at: Date): Promise<void> {
  await tx.query({ text: 'update operators set disabled_at = coalesce(disabled_at, $2) where id = $1', values: [id, at] });
}

export async function insertSession(
  tx: AuthTx,
  session: { id: string; tokenHash: Buffer; operatorId: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tx.query({
    text: `insert into operator_sessions (id, token_hash, operator_id, created_at, last_seen_at, expires_at)
           values ($1, $2, $3, $4, $4, $5)`,
    values: [session.id, session.tokenHash, session.operatorId, session.createdAt, session.expiresAt],
  });
}

/** A session that is not over, of an operator who is not disabled. */
export interface LiveSession {
  operatorId: string;
  lastSeenAt: Date;
}

export async function findSession(
  tx: AuthTx,
  tokenHash: Buffer,
  { now, idleSince }: { now: Date; idleSince: Date },
): Promise<LiveSession | undefined> {
  const [row] = await tx.query<{ operator_id: string; last_seen_at: Date }>({
    name: 'find-operator-session',
    text: `select s.operator_id, s.last_seen_at from operator_sessions s join operators o on o.id = s.operator_id
           where s.token_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3 and o.disabled_at is null`,
    values: [tokenHash, now, idleSince],
  });
  return row && { operatorId: row.operator_id, lastSeenAt: row.last_seen_at };
}

export async function updateSeen(tx: AuthTx, tokenHash: Buffer, at: Date): Promise<void> {
  await tx.query({ text: 'update operator_sessions set last_seen_at = $2 where token_hash = $1', values: [tokenHash, at] });
}

export async function deleteSession(tx: AuthTx, tokenHash: Buffer): Promise<void> {
  await tx.query({ text: 'delete from operator_sessions where token_hash = $1', values: [tokenHash] });
}

export async function deleteSessionsOf(tx: AuthTx, operatorId: string): Promise<void> {
  await tx.query({ text: 'delete from operator_sessions where operator_id = $1', values: [operatorId] });
}

function toOperator(row: OperatorRow): StoredOperator {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    passwordHash: row.password_hash,
    sealedSecret: row.sealed_secret,
    failuresInARow: row.failures_in_a_row,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  };
}
