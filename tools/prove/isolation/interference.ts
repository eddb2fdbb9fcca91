import { attempt, withTenant } from './session.ts';
import { rowOf, type Site, tellsOf, tenantTables } from './site.ts';

interface Callable {
  name: string;
  kind: 'f' | 'p';
  types: string[];
}

/** Arguments that every function takes, by type; a function of other types is called with nulls. */
const ARGUMENTS: Record<string, string> = {
  uuid: `'01a213e7-890d-7f87-9b32-3881f0d89edc'::uuid`,
  text: `'all'::text`,
  date: `'2031-01-01'::date`,
  bytea: `decode(repeat('00', 32), 'hex')`,
  regclass: `'campaigns'::regclass`,
  json: `'{}'::json`,
  bigint: '1::bigint',
};

async function callables({ admin }: Site, login: string): Promise<Callable[]> {
  const { rows } = await admin.query<Callable>(
    `select f.oid::regproc::text as name, f.prokind as kind, array(select format_type(t, null) from unnest(f.proargtypes) as t) as types
     from pg_proc f where f.pronamespace = 'public'::regnamespace and f.prokind in ('f', 'p')
       and has_function_privilege($1, f.oid, 'execute')
       and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e') order by 1`,
    [login],
  );
  return rows;
}

function callOf({ name, kind, types }: Callable, known: Record<string, string> = {}): string {
  const list = types.map((type) => known[type] ?? ARGUMENTS[type] ?? `null::${type}`).join(', ');
  return kind === 'p' ? `call ${name}(${list})` : `select r::text as text from ${name}(${list}) r`;
}

/** No function shows a row of the other tenant, or makes a relation; and none of the makers of policies may be called at all. */
export async function probeFunctions(site: Site): Promise<string[]> {
  const { admin, sessions, mine, theirs } = site;
  const key = await admin.query<{ hash: string }>(`select encode(key_hash, 'hex') as hash from api_keys where tenant_id = $1 limit 1`, [
    theirs.tenantId,
  ]);
  const known = { bytea: `decode('${key.rows[0].hash}', 'hex')` };
  const breaches: string[] = [];
  for (const login of ['app', 'intake', 'jobs'] as const) {
    const client = sessions[login];
    const functions = await callables(site, login);
    await withTenant(client, mine.tenantId, async () => {
      const relations = 'select count(*)::integer as count from pg_class';
      for (const one of functions) {
        const text = login === 'app' ? callOf(one) : callOf(one, known);
        await client.query('savepoint calling');
        const before = await client.query<{ count: number }>(relations);
        const after = await client
          .query<{ text: string }>(text)
          .then(async ({ rows }) => {
            if (one.kind === 'p' || rows.some((row) => tellsOf(theirs, row.text ?? ''))) breaches.push(`${login} runs ${one.name}`);
            return (await client.query<{ count: number }>(relations)).rows[0].count;
          })
          .catch(() => before.rows[0].count);
        await client.query('rollback to calling');
        if (login !== 'jobs' && after !== before.rows[0].count) breaches.push(`${login} makes relations by ${one.name}`);
      }
    });
  }
  return breaches;
}

/** A row of another tenant with this one's label, as JSON: as it is, and under an id that nobody has. */
interface Copy {
  table: string;
  rows: string[];
}

const NEW_IDS: Record<string, string | number> = { text: 'nobody-has-this', uuid: '01a213e7-890d-7f87-9b32-3881f0d89edd' };

async function relabelled(site: Site): Promise<Copy[]> {
  const { admin, mine, theirs } = site;
  const copies: Copy[] = [];
  for (const table of tenantTables(site)) {
    const row = await rowOf(site, table, theirs);
    if (row === undefined) continue;
    const labelled = JSON.parse(row.replaceAll(theirs.tenantId, mine.tenantId)) as Record<string, unknown>;
    const keys = await admin.query<{ column: string; type: string }>(
      `select a.attname as column, format_type(a.atttypid, null) as type from pg_constraint k cross join unnest(k.conkey) as place
       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = place
       where k.conrelid = $1::regclass and k.contype = 'p' and a.attname <> 'tenant_id'`,
      [table],
    );
    const fresh = Object.fromEntries(keys.rows.map(({ column, type }) => [column, NEW_IDS[type] ?? labelled[column]]));
    copies.push({ table, rows: [labelled, { ...labelled, ...fresh }].map((one) => JSON.stringify(one)) });
  }
  return copies;
}

/** Functions whose answers are drawn, and differ however often they are asked: of these it counts that they answer. */
const DRAWN = ['claim_public_id'];

/** Everything that one tenant can find out, by name: what it sees, what functions answer, and how its writes end. */
async function observe(site: Site, copies: readonly Copy[]): Promise<Map<string, string>> {
  const { sessions, relations, mine } = site;
  const seen = new Map<string, string>();
  const functions = await callables(site, 'app');
  await withTenant(sessions.app, mine.tenantId, async () => {
    for (const { name } of relations) {
      const digest = `select md5(coalesce(string_agg(r::text, '' order by r::text), '')) from ${name} r`;
      const { failure, rows } = await attempt(sessions.app, digest);
      seen.set(`what app sees of ${name}`, failure || JSON.stringify(rows));
    }
    for (const one of functions.filter(({ kind }) => kind === 'f')) {
      const { failure, rows } = await attempt(sessions.app, callOf(one));
      seen.set(`what ${one.name} answers`, failure || (DRAWN.includes(one.name) ? `${rows.length}` : JSON.stringify(rows)));
    }
  });
  await withTenant(sessions.owner, mine.tenantId, async () => {
    for (const { table, rows } of copies) {
      for (const [place, row] of rows.entries()) {
        const insert = `insert into ${table} select (jsonb_populate_record(null::${table}, $1::jsonb)).*`;
        const { kind, failure } = await attempt(sessions.owner, insert, [row]);
        seen.set(`how adding ${place === 0 ? 'the same row' : 'a row like it'} to ${table} ends`, failure || kind);
      }
    }
  });
  return seen;
}

/**
 * One tenant can find out nothing that changes when the other one is gone: not by reading, not by a function, and not by a key that is
 * taken. Deletes the other tenant's rows for good, so it comes last.
 */
export async function probeInterference(site: Site): Promise<string[]> {
  const { admin, theirs } = site;
  const copies = await relabelled(site);
  const before = await observe(site, copies);
  await admin.query('set session_replication_role = replica');
  for (const table of tenantTables(site)) await admin.query(`delete from ${table} where tenant_id = $1`, [theirs.tenantId]);
  await admin.query('reset session_replication_role');
  const after = await observe(site, copies);
  return [...before].filter(([what, seen]) => after.get(what) !== seen).map(([what]) => `${what} depends on another tenant`);
}

interface Reference {
  name: string;
  table: string;
  column: string;
  type: string;
  target: string;
  target_column: string;
}

async function references({ admin }: Site, tables: readonly string[]): Promise<Reference[]> {
  const { rows } = await admin.query<Reference>(
    `select k.conname as name, k.conrelid::regclass::text as "table", a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
       k.confrelid::regclass::text as target, b.attname as target_column
     from pg_constraint k cross join unnest(k.conkey, k.confkey) as pair (mine, theirs)
     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.mine
     join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.theirs
     where k.contype = 'f' and k.conparentid = 0 and a.attname <> 'tenant_id' and k.conrelid = any ($1::regclass[])
       and k.confrelid = any ($1::regclass[]) order by 1, 3`,
    [tables],
  );
  return rows;
}

/** A reference to what the other tenant has ends like one to what nobody has. */
export async function probeReferences(site: Site): Promise<string[]> {
  const { admin, sessions, mine, theirs } = site;
  const breaches: string[] = [];
  for (const { name, table, column, type, target, target_column } of await references(site, tenantTables(site))) {
    const found = await admin.query<{ value: string }>(
      `select ${target_column}::text as value from ${target} where tenant_id = $1
       except select ${target_column}::text from ${target} where tenant_id = $2 limit 1`,
      [theirs.tenantId, mine.tenantId],
    );
    const value = found.rows[0]?.value;
    if (value === undefined) continue;
    const never = type === 'uuid' ? '01a213e7-890d-7f87-9b32-3881f0d89edc' : type === 'text' ? 'never' : '-1';
    const point = async (at: string) =>
      attempt(
        sessions.owner,
        `update ${table} set ${column} = $1::text::${type} where ctid = (select ctid from ${table} where tenant_id = $2 limit 1)`,
        [at, mine.tenantId],
      );
    const [there, nowhere] = await withTenant(sessions.owner, mine.tenantId, async () => [await point(value), await point(never)]);
    if (there.kind !== nowhere.kind || there.failure !== nowhere.failure) breaches.push(`the reference ${name} tells of another tenant`);
  }
  return breaches;
}
