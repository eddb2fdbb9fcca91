import pg from 'pg';
import { PEOPLE_TABLES, SHARED_TABLES } from '../../../server/src/platform/postgres/catalogue-rights.ts';
import type { ClusterUrls } from '../../../server/src/platform/postgres/cluster.ts';
import { databaseUrl } from '../../../server/src/platform/postgres/connection.ts';
import { type Login, PROBED_LOGINS } from './session.ts';

/** A tenant of the probed database: its id, and texts that stand in rows of its alone. */
export interface Probed {
  tenantId: string;
  marks: readonly string[];
}

/** A table, view or other relation as the catalogue names it. */
export interface Relation {
  name: string;
  kind: 'r' | 'p' | 'v' | 'm' | 'f' | 'S';
  isPartition: boolean;
  /** Holds rows of tenants, of people, or of nobody. */
  holds: 'tenants' | 'people' | 'nobody';
}

/** A database with two filled tenants, and a session for each login. Only `admin`, the superuser, sees everything. */
export interface Site {
  admin: pg.Client;
  sessions: Record<Login, pg.Client>;
  relations: readonly Relation[];
  mine: Probed;
  theirs: Probed;
  close(): Promise<void>;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function readRelations(admin: pg.Client): Promise<Relation[]> {
  const { rows } = await admin.query<Relation & { hasTenant: boolean }>(
    `select c.relname as name, c.relkind as kind, c.relispartition as "isPartition",
       exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as "hasTenant"
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') order by c.relname`,
  );
  return rows.map(({ name, kind, isPartition, hasTenant }): Relation => {
    const isPeople = PEOPLE_TABLES.includes(name);
    const holds = isPeople ? 'people' : hasTenant && !SHARED_TABLES.includes(name) ? 'tenants' : 'nobody';
    return { name, kind, isPartition, holds };
  });
}

/** Opens a session of every login on a filled database. */
export async function openSite(urls: ClusterUrls, { mine, theirs }: Pick<Site, 'mine' | 'theirs'>): Promise<Site> {
  const admin = await connect(databaseUrl(urls.superuser, new URL(urls.app).pathname.slice(1)));
  const clients = await Promise.all(PROBED_LOGINS.map((login) => connect(urls[login])));
  const sessions = Object.fromEntries(PROBED_LOGINS.map((login, place) => [login, clients[place]])) as Site['sessions'];
  return {
    admin,
    sessions,
    relations: await readRelations(admin),
    mine,
    theirs,
    close: async () => void (await Promise.all([admin, ...clients].map((client) => client.end()))),
  };
}

/** The tables with rows of tenants; of a partitioned one the parent alone. */
export function tenantTables({ relations }: Site): string[] {
  return relations
    .filter(({ holds, isPartition, kind }) => holds === 'tenants' && !isPartition && (kind === 'r' || kind === 'p'))
    .map(nameOf);
}

/** The tables about people. */
export function peopleTables({ relations }: Site): string[] {
  return relations.filter(({ holds }) => holds === 'people').map(nameOf);
}

/** The partitions. */
export function partitions({ relations }: Site): string[] {
  return relations.filter(({ isPartition }) => isPartition).map(nameOf);
}

function nameOf({ name }: Relation): string {
  return name;
}

/** One row of a tenant from a table, as JSON; undefined when it has none there. */
export async function rowOf({ admin }: Site, table: string, { tenantId }: Probed): Promise<string | undefined> {
  const { rows } = await admin.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t where tenant_id = $1 limit 1`, [
    tenantId,
  ]);
  return rows[0]?.row;
}

/** Whether a text tells of the other tenant. */
export function tellsOf({ tenantId, marks }: Probed, text: string): boolean {
  return text.includes(tenantId) || marks.some((mark) => text.includes(mark));
}
