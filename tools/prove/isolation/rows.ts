import type pg from 'pg';
import { attempt, withTenant } from './session.ts';
import { rowOf, type Site, tellsOf, tenantTables } from './site.ts';

/** The logins that act for one tenant at a time; the owner does so in migrations. */
const OF_ONE_TENANT = ['app', 'owner'] as const;

async function textOf(client: pg.Client, relation: string): Promise<string> {
  const { rows } = await attempt(client, `select r::text as text from ${relation} r`);
  return rows.map(({ text }) => String(text)).join('\n');
}

/** A tenant's own rows are there, all of them: a door that lets nobody in is broken too. */
export async function probeOwnRows(site: Site): Promise<string[]> {
  const { admin, sessions, mine } = site;
  return withTenant(sessions.app, mine.tenantId, async () => {
    const breaches: string[] = [];
    for (const table of tenantTables(site)) {
      const count = `select count(*)::integer as count from ${table}`;
      const { kind, rows } = await attempt(sessions.app, count);
      const stored = await admin.query<{ count: number }>(`${count} where tenant_id = $1`, [mine.tenantId]);
      if (kind !== 'refused' && rows[0]?.count !== stored.rows[0].count) breaches.push(`app does not see its own rows of ${table}`);
    }
    return breaches;
  });
}

/** No relation of any kind shows a row of the other tenant, or any row where no tenant is set. */
export async function probeReads({ sessions, relations, mine, theirs }: Site): Promise<string[]> {
  const breaches: string[] = [];
  for (const login of OF_ONE_TENANT) {
    for (const tenantId of [mine.tenantId, undefined]) {
      const where = tenantId === undefined ? 'without a tenant' : 'as another tenant';
      await withTenant(sessions[login], tenantId, async () => {
        for (const { name, holds } of relations) {
          const text = await textOf(sessions[login], name);
          if (tellsOf(theirs, text) || (tenantId === undefined && holds === 'tenants' && text !== ''))
            if (holds !== 'people' || login !== 'owner') breaches.push(`${login} reads ${name} ${where}`);
        }
      });
    }
  }
  const { rows } = await sessions.app.query<{ id: string | null }>('select current_tenant_id() as id');
  if (rows[0].id !== null) breaches.push('app has a tenant before any was set');
  return breaches;
}

const CHANGES: readonly [verb: string, statement: (table: string) => string, mayDoNothing: boolean][] = [
  ['locks', (table) => `select 1 from ${table} where tenant_id = $1 for update`, true],
  ['changes', (table) => `update ${table} set tenant_id = tenant_id where tenant_id = $1`, true],
  ['deletes', (table) => `delete from ${table} where tenant_id = $1`, true],
  ['gives away', (table) => `update ${table} set tenant_id = $1`, false],
];

/** No login changes, moves, deletes or locks a row of the other tenant, or gives it one. */
export async function probeWrites(site: Site): Promise<string[]> {
  const { sessions, mine, theirs } = site;
  const breaches: string[] = [];
  for (const login of OF_ONE_TENANT) {
    const client = sessions[login];
    await withTenant(client, mine.tenantId, async () => {
      for (const table of tenantTables(site)) {
        for (const [verb, statement, mayDoNothing] of CHANGES) {
          const { kind } = await attempt(client, statement(table), [theirs.tenantId]);
          if (kind !== 'refused' && !(mayDoNothing && kind === 'nothing')) breaches.push(`${login} ${verb} rows of ${table}`);
        }
        const taken = await attempt(client, `update ${table} set tenant_id = $2 where tenant_id = $1`, [theirs.tenantId, mine.tenantId]);
        if (taken.kind === 'rows' || taken.kind === 'failed') breaches.push(`${login} takes over rows of ${table}`);
      }
    });
  }
  return breaches;
}

/** No login that adds rows adds one of another tenant, with or without a tenant set, and ON CONFLICT hides nothing. */
export async function probeLabels(site: Site): Promise<string[]> {
  const { sessions, mine, theirs } = site;
  const breaches: string[] = [];
  const foreign = new Map<string, string | undefined>();
  for (const table of tenantTables(site)) foreign.set(table, await rowOf(site, table, theirs));
  for (const login of [...OF_ONE_TENANT, 'intake'] as const) {
    for (const tenantId of [mine.tenantId, undefined]) {
      await withTenant(sessions[login], tenantId, async () => {
        for (const [table, row] of foreign) {
          if (row === undefined) {
            breaches.push(`${table} holds no row of the other tenant to try with`);
            continue;
          }
          for (const ending of ['', ' on conflict do nothing']) {
            const insert = `insert into ${table} select (jsonb_populate_record(null::${table}, $1::jsonb)).*${ending}`;
            if ((await attempt(sessions[login], insert, [row])).kind !== 'refused')
              breaches.push(`${login} adds a row of another tenant to ${table}${ending}`);
          }
        }
      });
    }
  }
  return breaches;
}

/** A condition that changes the tenant while rows are looked at shows none of the new one's, whichever plan the statement gets. */
export async function probeFlips(site: Site): Promise<string[]> {
  const { sessions, mine, theirs } = site;
  const indexesOff = 'set local enable_indexscan = off; set local enable_bitmapscan = off; set local enable_indexonlyscan = off';
  return withTenant(sessions.app, mine.tenantId, async () => {
    const breaches: string[] = [];
    for (const setting of ['', indexesOff]) {
      if (setting !== '') await sessions.app.query(setting);
      for (const table of tenantTables(site)) {
        const flipping = `select r::text as text from ${table} r
          where r::text is null or set_config('app.tenant_id', $1, true) is not null`;
        const { rows } = await attempt(sessions.app, flipping, [theirs.tenantId]);
        if (rows.some(({ text }) => String(text).includes(theirs.tenantId)))
          breaches.push(`app flips its tenant inside a read of ${table}`);
      }
    }
    return breaches;
  });
}

const KEPT_ROUNDS = 7;

/** A plan that was made and kept for one tenant answers another one anew. */
export async function probeKeptPlans(site: Site): Promise<string[]> {
  const { sessions, mine, theirs } = site;
  const breaches: string[] = [];
  for (const table of tenantTables(site)) {
    const statement = { name: `kept-${table}`, text: `select tenant_id::text as text from ${table}` };
    const ask = async (tenantId: string) =>
      withTenant(sessions.app, tenantId, async () => {
        await sessions.app.query('savepoint kept');
        try {
          return (await sessions.app.query<{ text: string }>(statement)).rows;
        } catch {
          await sessions.app.query('rollback to kept');
          return [];
        }
      });
    for (let round = 0; round < KEPT_ROUNDS; round += 1) await ask(theirs.tenantId);
    if ((await ask(mine.tenantId)).some(({ text }) => text === theirs.tenantId))
      breaches.push(`a kept plan shows another tenant's ${table}`);
  }
  return breaches;
}
