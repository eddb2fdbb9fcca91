import type { ClientBase } from 'pg';
import { PEOPLE_TABLES, rightFaults, SHARED_TABLES } from './catalogue-rights.ts';
import { roleFaults } from './catalogue-roles.ts';
import { refusal } from '../errors.ts';

/** Indexes that may not lead with the tenant: a name unique across tenants, and the look-ups before a tenant is known. */
const LEADERLESS_INDEXES = [
  'tenants_slug_key',
  'api_keys_by_hash',
  'explanation_links_by_hash',
  'report_links_by_hash',
  'api_keys_by_previous_hash',
  'members_by_person',
  'oauth_clients_by_id',
  'sso_connections_by_id',
  'shares_by_code',
  'shares_by_grantee',
  'invitations_by_token',
  'public_ids_by_id',
];

/** What the login that knows people may do to tenants' tables, as `pg_policy` writes commands. */
const OPEN_TO_AUTH: Record<string, string> = {
  invitations: '*',
  mail_choices: 'r',
  members: '*',
  oauth_client_secrets: 'r',
  oauth_clients: 'r',
  security_events: '*',
  webhooks: 'r',
  webhook_deliveries: 'a',
  sso_connections: 'r',
  tenants: 'r',
};

/** The tables that `share_reader` reaches, always on behalf of one tenant; it writes only these. */
const WRITTEN_FOR_SHARES = ['shares', 'share_keys', 'share_marks'];

/** The tables of people to which a tenant's transaction may add, without seeing them. */
const ADDABLE_TABLES = ['outbox'];

const CANONICAL = '(tenant_id = ( SELECT current_tenant_id() AS current_tenant_id))';
const OF_INTAKE = '(tenant_id = ANY (( SELECT intake_tenant_ids() AS intake_tenant_ids)::uuid[]))';

const KINDS: Record<string, string> = { v: 'a view', m: 'a materialized view', f: 'a foreign table', S: 'a sequence' };

/** What stands in the schema and was not brought by an extension. */
const IS_OURS = `c.relnamespace = 'public'::regnamespace
  and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

interface TableRow {
  name: string;
  kind: string;
  owner: string;
  rls: boolean;
  force: boolean;
  triggers: boolean;
  rules: boolean;
  tenant_type: string | null;
  tenant_not_null: boolean | null;
}

function faultsOfTable(table: TableRow): string[] {
  const { name, kind } = table;
  if (kind in KINDS) return [`${name} is ${KINDS[kind]}`];
  const faults = [
    table.owner !== 'owner' && `${name} is owned by ${table.owner}`,
    table.triggers && `${name} has a trigger`,
    table.rules && `${name} has a rule`,
  ];
  if (!SHARED_TABLES.includes(name)) {
    faults.push(!table.rls && `${name} has row-level security off`, !table.force && `${name} does not force row-level security`);
  }
  if (!SHARED_TABLES.includes(name) && !PEOPLE_TABLES.includes(name)) {
    if (table.tenant_type === null) return [`${name} has no tenant_id`];
    faults.push(
      table.tenant_type !== 'uuid' && `${name}.tenant_id is of type ${table.tenant_type}`,
      !table.tenant_not_null && `${name}.tenant_id may be null`,
    );
  }
  return faults.filter((fault) => fault !== false);
}

async function tableFaults(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<TableRow>(
    `select c.relname as name, c.relkind as kind, pg_get_userbyid(c.relowner)::text as owner, c.relrowsecurity as rls,
       c.relforcerowsecurity as force, exists (select 1 from pg_rewrite r where r.ev_class = c.oid) as rules,
       exists (select 1 from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as triggers,
       format_type(a.atttypid, a.atttypmod) as tenant_type, a.attnotnull as tenant_not_null
     from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     where ${IS_OURS} and c.relkind in ('r', 'p', 'm', 'v', 'f', 'S') order by c.relname`,
  );
  return rows.flatMap(faultsOfTable);
}

interface PolicyRow {
  table: string;
  policy: string | null;
  command: string;
  permissive: boolean;
  roles: string;
  using: string | null;
  check: string | null;
}

function isCanonical(policy: PolicyRow): boolean {
  return policy.command === '*' && policy.permissive && policy.using === CANONICAL && policy.check === CANONICAL;
}

function opensBeyondBatch({ command, using, check }: PolicyRow): boolean {
  if (command !== '*' && command !== 'a') return true;
  return check !== OF_INTAKE || (command === '*' && using !== OF_INTAKE);
}

/** Whether a policy lets `share_reader` write where it should not, or look without asking who the transaction's tenant is. */
function opensBeyondShares(table: string, { command, using, check }: PolicyRow): boolean {
  const asks = (expression: string | null) => expression?.includes('SELECT current_tenant_id()') === true;
  if (command === 'r') return !asks(using);
  return command !== '*' || !WRITTEN_FOR_SHARES.includes(table) || !asks(using) || !asks(check);
}

/** Every table has one policy for `app` and `owner`, and beside it at most one for each of the roles with a purpose of their own. */
function faultsOfPolicies(table: string, policies: PolicyRow[]): string[] {
  const byRoles = Map.groupBy(policies, ({ roles }) => roles);
  const faults = [...byRoles].filter(([, found]) => found.length > 1).map(([roles]) => `${table} has several policies for ${roles}`);
  if (!byRoles.has('app,owner')) faults.push(`${table} has no policy for app`);
  for (const policy of policies) {
    if (policy.roles === 'app,owner') {
      if (!isCanonical(policy)) faults.push(`${table} has another policy for app than the canonical one`);
    } else if (policy.roles === 'intake') {
      if (opensBeyondBatch(policy)) faults.push(`${table} opens to intake beyond the batch's tenants`);
    } else if (policy.roles === 'auth') {
      if (OPEN_TO_AUTH[table] !== policy.command) faults.push(`${table} opens to auth more than it should`);
    } else if (policy.roles === 'share_reader') {
      if (opensBeyondShares(table, policy)) faults.push(`${table} opens to share_reader more than it should`);
    } else if (policy.roles !== 'jobs' && policy.roles !== 'key_reader') {
      faults.push(`${table} has a policy for ${policy.roles === 'public' ? 'everybody' : policy.roles}`);
    } else if (policy.command !== 'r') {
      faults.push(`${table} lets ${policy.roles} write`);
    }
  }
  return faults;
}

/** A table of people has one policy, which opens it to `auth` whole, and at most one by which a tenant adds to it unseen. */
function faultsOfPeoplePolicies(table: string, policies: PolicyRow[]): string[] {
  const isWhole = ({ roles, command, using, check }: PolicyRow) =>
    roles === 'auth,owner' && command === '*' && using === 'true' && check === 'true';
  const isAddition = ({ roles, command }: PolicyRow) => ADDABLE_TABLES.includes(table) && roles === 'app' && command === 'a';
  const faults = policies
    .filter((policy) => !isWhole(policy) && !isAddition(policy))
    .map(({ policy }) => `${table} has the policy ${policy}`);
  if (!policies.some(isWhole)) faults.push(`${table} has no policy for auth`);
  return faults;
}

async function policyFaults(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<PolicyRow>(
    `select c.relname as "table", p.polname as policy, p.polcmd as command, p.polpermissive as permissive,
       (select string_agg(case when r = 0 then 'public' else pg_get_userbyid(r)::text end, ',' order by pg_get_userbyid(r)::text)
        from unnest(p.polroles) as r) as roles,
       pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
     from pg_class c left join pg_policy p on p.polrelid = c.oid
     where ${IS_OURS} and c.relkind in ('r', 'p') order by c.relname, p.polname`,
  );
  const tables = Map.groupBy(rows, ({ table }) => table);
  return [...tables].flatMap(([table, found]) => {
    const policies = found.filter(({ policy }) => policy !== null);
    if (SHARED_TABLES.includes(table)) return [];
    return PEOPLE_TABLES.includes(table) ? faultsOfPeoplePolicies(table, policies) : faultsOfPolicies(table, policies);
  });
}

async function keyFaults(client: ClientBase): Promise<string[]> {
  const indexes = await client.query<{ name: string }>(
    `select i.relname as name
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
     left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
     where ${IS_OURS} and a.attname is distinct from 'tenant_id' and not c.relname = any ($1) and not i.relname = any ($2) order by 1`,
    [[...SHARED_TABLES, ...PEOPLE_TABLES], LEADERLESS_INDEXES],
  );
  const foreign = await client.query<{ name: string }>(
    `select k.conname as name from pg_constraint k
     where k.contype = 'f' and k.connamespace = 'public'::regnamespace
       and not (k.conrelid::regclass::text = any ($1) and k.confrelid::regclass::text = any ($1)) and not exists (
       select 1 from unnest(k.conkey, k.confkey) as pair (own, other)
       join pg_attribute o on o.attrelid = k.conrelid and o.attnum = pair.own
       join pg_attribute t on t.attrelid = k.confrelid and t.attnum = pair.other
       where o.attname = 'tenant_id' and t.attname = 'tenant_id'
     ) order by 1`,
    [PEOPLE_TABLES],
  );
  return [
    ...indexes.rows.map(({ name }) => `index ${name} does not lead with tenant_id`),
    ...foreign.rows.map(({ name }) => `foreign key ${name} leaves tenant_id out`),
  ];
}

/**
 * Everything in a database's catalogue that would let one tenant's rows out, a few words each; empty when all is well. Any login may ask:
 * the catalogue can be read by everybody.
 */
export async function catalogueFaults(client: ClientBase): Promise<string[]> {
  const found: string[] = [];
  for (const look of [tableFaults, policyFaults, keyFaults, rightFaults, roleFaults]) found.push(...(await look(client)));
  return found;
}

/**
 * Makes sure that the database keeps tenants apart, for a process that is about to serve it; `client` signs in as `app`.
 * @throws Error with a line per fault.
 */
export async function checkCatalogue(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ login: string }>('select current_user::text as login');
  if (rows[0].login !== 'app')
    throw refusal(`DATABASE_URL signs in as "${rows[0].login}", which may see more than one tenant's rows; use the login "app".`);
  const faults = await catalogueFaults(client);
  if (faults.length === 0) return;
  const lines = faults.map((fault) => `  ${fault}`).join('\n');
  throw refusal(
    "The database could let one tenant's rows out to another, so Earshot does not start. " +
      `Bring it back to what server/schema.sql says:\n${lines}`,
  );
}
