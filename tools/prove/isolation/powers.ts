import { OTHER_GRANTS } from '../../../server/src/platform/postgres/catalogue-rights.ts';
import { attempt, type Login, unrefused, withTenant } from './session.ts';
import { partitions, peopleTables, type Site, tenantTables } from './site.ts';

const STRANGERS = ['app', 'intake', 'jobs', 'auth'] as const satisfies readonly Login[];
/** What a tenant's transaction may add to without seeing it. */
const ADDABLE_BY_APP = ['outbox'];

/** Tries statements with this login, as a tenant, and tells what is not refused. */
async function mustBeRefused(site: Site, login: Login, statements: readonly [what: string, statement: string][]): Promise<string[]> {
  const client = site.sessions[login];
  const texts = statements.map(([, statement]) => statement);
  const through = await withTenant(client, site.mine.tenantId, () => unrefused(client, texts));
  return through.map((place) => `${login} ${statements[place][0]}`);
}

/** A partition is reached through its parent alone. */
export async function probePartitions(site: Site): Promise<string[]> {
  const statements = partitions(site).flatMap((name): [string, string][] => [
    [`reads ${name} itself`, `select 1 from ${name}`],
    [`writes ${name} itself`, `insert into ${name} (tenant_id) values (null)`],
    [`deletes from ${name} itself`, `delete from ${name}`],
  ]);
  return (await Promise.all(STRANGERS.map((login) => mustBeRefused(site, login, statements)))).flat();
}

/** Tables about people are there for one login. */
export async function probePeople(site: Site): Promise<string[]> {
  const { rows } = await site.admin.query<{ table: string; column: string }>(
    `select attrelid::regclass::text as "table", attname as column from pg_attribute where attrelid = any ($1::regclass[]) and attnum = 1`,
    [peopleTables(site)],
  );
  const breaches = STRANGERS.filter((login) => login !== 'auth').map((login) => {
    const mayAdd = (table: string) => login === 'app' && ADDABLE_BY_APP.includes(table);
    const statements = rows.flatMap(({ table, column }): [string, string][] => [
      [`reads ${table}`, `select 1 from ${table}`],
      [`changes ${table}`, `update ${table} set ${column} = ${column}`],
      [`deletes from ${table}`, `delete from ${table}`],
      [`adds to ${table}`, mayAdd(table) ? `insert into ${table} select * from ${table}` : `insert into ${table} default values`],
    ]);
    return mustBeRefused(site, login, statements);
  });
  return (await Promise.all(breaches)).flat();
}

/** The rights on tables of the logins with one purpose, such as "slots SELECT(id)", as a look-up by table, privilege and column. */
function mayDo(login: 'intake' | 'jobs' | 'auth'): (table: string, privilege: string, column?: string) => boolean {
  const rights = OTHER_GRANTS[login].map((right) => /^(\w+) (\w+)(?:\((.*)\))?$/.exec(right) ?? []);
  return (table, privilege, column) =>
    rights.some(([, of, what, columns]) => {
      const covers = columns === undefined || (column !== undefined && columns.split(',').includes(column));
      return of === table && what === privilege && covers;
    });
}

/** A login with one purpose does in tenants' tables what is on the closed list of rights, column by column, and nothing else. */
export async function probePurposes(site: Site): Promise<string[]> {
  const { rows } = await site.admin.query<{ table: string; column: string }>(
    `select attrelid::regclass::text as "table", attname as column from pg_attribute
     where attrelid = any ($1::regclass[]) and attnum > 0 and not attisdropped order by 1, 2`,
    [tenantTables(site)],
  );
  const breaches: string[] = [];
  for (const login of ['intake', 'jobs', 'auth'] as const) {
    const may = mayDo(login);
    const statements = [
      ...rows.flatMap(({ table, column }) => [
        { table, privilege: 'SELECT', column, statement: `select ${column} from ${table}` },
        { table, privilege: 'UPDATE', column, statement: `update ${table} set ${column} = ${column}` },
      ]),
      ...tenantTables(site).flatMap((table) => [
        { table, privilege: 'INSERT', column: undefined, statement: `insert into ${table} (tenant_id) values (null)` },
        { table, privilege: 'DELETE', column: undefined, statement: `delete from ${table}` },
      ]),
    ].filter(({ table, privilege, column }) => !may(table, privilege, column));
    const named = statements.map(({ table, privilege, column, statement }): [string, string] => {
      return [`may ${privilege} ${column === undefined ? table : `${table}.${column}`}`, statement];
    });
    breaches.push(...(await mustBeRefused(site, login, named)));
  }
  return [...breaches, ...(await probeBatchReads(site))];
}

/** What intake may look up, it sees of the tenants of its batch alone, and of nobody without a batch. */
async function probeBatchReads(site: Site): Promise<string[]> {
  const { sessions, mine } = site;
  const breaches: string[] = [];
  for (const tenantId of [mine.tenantId, undefined]) {
    await withTenant(sessions.intake, tenantId, async () => {
      for (const table of tenantTables(site)) {
        const { rows } = await attempt(sessions.intake, `select tenant_id from ${table}`);
        if (rows.some(({ tenant_id: seen }) => seen !== tenantId)) breaches.push(`intake reads ${table} beyond its batch`);
      }
    });
  }
  return breaches;
}

/** No login that serves changes the schema, its rights or itself. */
export async function probePowers(site: Site): Promise<string[]> {
  const tables = [...tenantTables(site), ...peopleTables(site)];
  const onTables = tables.flatMap((table): [string, string][] => [
    [`empties ${table}`, `truncate ${table}`],
    [`switches row-level security of ${table} off`, `alter table ${table} disable row level security`],
    [`gives ${table} a policy`, `create policy loot on ${table} using (true)`],
    [
      `gives ${table} a trigger`,
      `create trigger loot before update on ${table} for each row execute function suppress_redundant_updates_trigger()`,
    ],
  ]);
  const elsewhere: [string, string][] = [
    ['creates a table', 'create table loot (id integer)'],
    ['creates a temporary table', 'create temporary table loot (id integer)'],
    ['creates a function', `create function loot() returns integer language sql as 'select 1'`],
    ['writes the list of migrations', `insert into schema_migrations (name, checksum) values ('loot', '')`],
    ['changes the list of migrations', `update schema_migrations set checksum = ''`],
    ['reads the passwords of roles', 'select rolpassword from pg_authid'],
  ];
  const found = await Promise.all(STRANGERS.map((login) => mustBeRefused(site, login, [...onTables, ...elsewhere])));
  const runner = STRANGERS.filter((login) => login !== 'jobs').map((login) =>
    mustBeRefused(site, login, [['enters the job runner', `select 'graphile_worker._private_jobs'::regclass`]]),
  );
  return [...found.flat(), ...(await Promise.all(runner)).flat(), ...(await probeBecoming(site)), ...(await probePassingOn(site))];
}

/** Nobody becomes somebody else. */
async function probeBecoming(site: Site): Promise<string[]> {
  const { rows } = await site.admin.query<{ name: string }>('select rolname as name from pg_roles order by 1');
  const found = STRANGERS.map((login) => {
    const others = rows.filter(({ name }) => name !== login);
    const statements = others.flatMap(({ name }): [string, string][] => [
      [`becomes ${name}`, `set local role "${name}"`],
      [`signs in as ${name}`, `set local session authorization "${name}"`],
    ]);
    return mustBeRefused(site, login, statements);
  });
  return (await Promise.all(found)).flat();
}

/** Nobody may pass a right on. PostgreSQL only warns of the attempt, so the catalogue is asked. */
async function probePassingOn({ admin, ...site }: Site): Promise<string[]> {
  const { rows } = await admin.query<{ login: string; table: string }>(
    `select login, target as "table" from unnest($1::text[]) as login cross join unnest($2::text[]) as target
     where has_table_privilege(login, target, 'select with grant option')`,
    [STRANGERS, tenantTables({ admin, ...site })],
  );
  return rows.map(({ login, table }) => `${login} may pass on its rights on ${table}`);
}

/** What the owner makes from now on is closed until a right is granted. */
export async function probeFuture(site: Site): Promise<string[]> {
  const { owner } = site.sessions;
  await owner.query(
    `create table future_table (tenant_id uuid); create function future_function() returns integer language sql as 'select 1'`,
  );
  try {
    const statements: [string, string][] = [
      ['reads a table of the future', 'select 1 from future_table'],
      ['runs a function of the future', 'select future_function()'],
    ];
    return (await Promise.all(STRANGERS.map((login) => mustBeRefused(site, login, statements)))).flat();
  } finally {
    await owner.query('drop table future_table; drop function future_function()');
  }
}
