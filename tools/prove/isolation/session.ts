import pg from 'pg';

/** The logins that probes sign in as. */
export const PROBED_LOGINS = ['owner', 'app', 'intake', 'jobs', 'auth'] as const;
export type Login = (typeof PROBED_LOGINS)[number];

/** What a statement did: gave or changed rows, did nothing, was refused for want of a right, or failed otherwise. */
export interface Outcome {
  kind: 'rows' | 'nothing' | 'refused' | 'failed';
  /** SQLSTATE and constraint of a failure, which an outsider can read. */
  failure: string;
  rows: Record<string, unknown>[];
}

const NO_RIGHT = '42501';

/** Tries one statement inside an open transaction and takes back what it did. */
export async function attempt(client: pg.Client, text: string, values: unknown[] = []): Promise<Outcome> {
  await client.query('savepoint probe');
  try {
    const { rows, rowCount } = await client.query<Record<string, unknown>>(text, values);
    return { kind: rowCount === 0 ? 'nothing' : 'rows', failure: '', rows };
  } catch (error) {
    const { code, constraint } = error as pg.DatabaseError;
    return { kind: code === NO_RIGHT ? 'refused' : 'failed', failure: `${code} ${constraint ?? ''}`.trim(), rows: [] };
  } finally {
    await client.query('rollback to probe');
  }
}

/** Runs `work` in a transaction of this tenant, or of none, and keeps nothing of it. */
export async function withTenant<Result>(client: pg.Client, tenantId: string | undefined, work: () => Promise<Result>): Promise<Result> {
  await client.query('begin');
  try {
    if (tenantId !== undefined)
      await client.query(`select set_config('app.tenant_id', $1, true), set_config('app.tenant_ids', $1, true)`, [tenantId]);
    return await work();
  } finally {
    await client.query('rollback');
  }
}

/** Runs each statement for itself, takes back what it did, and notes its SQLSTATE; ZZ000 stands for one that went through. */
const TRY_ALL = `do $probe$
  declare
    statements text[] := array(select json_array_elements_text(current_setting('probe.statements')::json));
    one text;
    states text[] := '{}';
  begin
    foreach one in array statements loop
      begin
        execute one;
        raise exception using errcode = 'ZZ000';
      exception when others then
        states := states || sqlstate::text;
      end;
    end loop;
    perform set_config('probe.states', array_to_string(states, ' '), true);
  end
$probe$`;

/** Which of many statements are not refused for want of a right, by their place; in one round trip, inside an open transaction. */
export async function unrefused(client: pg.Client, statements: readonly string[]): Promise<number[]> {
  if (statements.length === 0) return [];
  await client.query(`select set_config('probe.statements', $1, true)`, [JSON.stringify(statements)]);
  await client.query(TRY_ALL);
  const { rows } = await client.query<{ states: string }>(`select current_setting('probe.states') as states`);
  const states = rows[0].states.split(' ');
  return [...statements.keys()].filter((place) => states[place] !== NO_RIGHT);
}
