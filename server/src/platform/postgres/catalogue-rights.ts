import type { ClientBase } from 'pg';

/** Tables that hold no tenant's rows. */
export const SHARED_TABLES = ['list_checks', 'list_versions', 'public_id_claims', 'schema_migrations', 'tier_flags'];

/** Tables about people, who may belong to several tenants: only `auth` reaches them. */
export const PEOPLE_TABLES = [
  'account_codes',
  'audit_signing_keys',
  'installation_keys',
  'oauth_artifacts',
  'oauth_keys',
  'operator_sessions',
  'operators',
  'outbox',
  'people',
  'person_devices',
  'person_identities',
  'person_links',
  'platform_audit_head',
  'platform_audit_log',
  'recovery_codes',
  'sessions',
  'sign_in_guesses',
  'sso_requests',
  'tenant_allocations',
  'totp_factors',
];

/** Tables of which `app` may do less than elsewhere. */
const CLOSED_TABLES: Record<string, string[]> = {
  audit_checkpoints: ['SELECT', 'INSERT'],
  cost_allocation_lines: ['SELECT', 'INSERT'],
  cost_allocation_rules: ['SELECT', 'INSERT'],
  cost_allocations: ['SELECT', 'INSERT'],
  cost_bookings: ['SELECT', 'INSERT'],
  audit_heads: ['SELECT'],
  audit_log: ['SELECT'],
  list_checks: ['SELECT'],
  list_versions: ['SELECT'],
  matched_people: ['SELECT(share_id,tenant_id)', 'INSERT', 'DELETE'],
  matched_rollups: ['SELECT(share_id,tenant_id)', 'INSERT', 'DELETE'],
  share_notes: ['SELECT'],
  share_keys: ['SELECT(share_id,tenant_id)', 'INSERT'],
  shares: ['SELECT', 'INSERT'],
  price_versions: ['SELECT', 'INSERT', 'UPDATE(prices)'],
  public_id_claims: [],
  public_ids: ['SELECT', 'INSERT(kind,target,tenant_id)', 'DELETE'],
  schema_migrations: ['SELECT'],
  security_events: ['SELECT', 'INSERT'],
  outbox: ['INSERT'],
  tenant_exports: ['SELECT', 'INSERT'],
  tenant_models: ['SELECT', 'INSERT', 'UPDATE(archived_at)'],
  tier_flags: ['SELECT'],
  usage_changes: ['SELECT', 'INSERT', 'DELETE'],
  usage_events: ['SELECT', 'INSERT', 'DELETE'],
  usage_hours: ['SELECT', 'INSERT', 'UPDATE'],
  usage_keys: ['SELECT', 'INSERT', 'DELETE'],
  usage_records: ['SELECT', 'INSERT'],
  usage_samples: ['SELECT', 'INSERT', 'UPDATE'],
  usage_values: ['SELECT', 'INSERT'],
};

/** Tables of people that `auth` may only read; functions write them. */
const CLOSED_TO_AUTH = ['platform_audit_head', 'platform_audit_log'];

/** Who else than `app` and `owner` may touch which tables, and how; a column list where single columns are granted. */
export const OTHER_GRANTS: Record<string, string[]> = {
  auth: [
    'invitations SELECT',
    'invitations UPDATE(accepted_at,email,revoked_at)',
    'members DELETE',
    'members INSERT',
    'members SELECT',
    'members UPDATE',
    'mail_choices SELECT',
    'list_checks INSERT',
    'list_checks SELECT',
    'list_versions INSERT',
    'list_versions SELECT',
    'oauth_client_secrets SELECT(client_id,expires_at,secret_hash,tenant_id)',
    'sso_connections SELECT',
    'oauth_clients SELECT(id,kind,name,post_logout_redirect_uris,redirect_uris,scopes,tenant_id)',
    'webhook_deliveries INSERT',
    'webhooks SELECT(disabled_at,id,min_severity,tenant_id,types)',
    'security_events INSERT',
    'security_events SELECT(kind,occurred_at,tenant_id)',
    'tenants SELECT(closed_at,created_at,currency,default_model,erase_after,half_life_days,lookback_days,mfa_required,' +
      'name,simulated,slug,suspended_at,tenant_id,tier,time_zone)',
    'tier_flags DELETE',
    'tier_flags INSERT',
    'tier_flags SELECT',
    'tier_flags UPDATE',
  ],
  intake: [
    'conversion_keys INSERT',
    'conversion_keys SELECT(fingerprint,id,tenant_id)',
    'conversions INSERT',
    'dirty_conversions INSERT',
    'erased_events SELECT(id_key,kind,tenant_id)',
    'event_addresses INSERT',
    'event_counters INSERT(allowed,maximum,month,slot,tenant_id,used)',
    'event_counters SELECT(allowed,maximum,month,slot,tenant_id,used)',
    'event_counters UPDATE(allowed,maximum,used)',
    'episode_request_keys INSERT',
    'episode_request_keys SELECT(fingerprint,id,tenant_id)',
    'episode_requests INSERT',
    'new_touchpoints INSERT',
    'request_addresses INSERT',
    'request_agents INSERT',
    'waiting_listeners INSERT',
    'objected_identities SELECT(objection_key,tenant_id)',
    'share_arrivals INSERT(share_id,tenant_id)',
    'share_conversions INSERT',
    'share_touchpoints INSERT',
    'touchpoint_keys INSERT',
    'touchpoint_keys SELECT(fingerprint,id,tenant_id)',
    'touchpoints INSERT',
  ],
  jobs: [
    'changed_codes SELECT(tenant_id)',
    'changed_paths SELECT(tenant_id)',
    'dirty_conversions SELECT(tenant_id,waiting_since)',
    'event_counters SELECT(maximum,month,noticed,tenant_id,used)',
    'fed_transcripts SELECT(due_at,tenant_id)',
    'feeds SELECT(due_at,tenant_id)',
    'event_sources SELECT(is_enabled,kind,tenant_id)',
    'hook_deliveries SELECT(due_at,tenant_id)',
    'idempotent_requests SELECT(tenant_id)',
    'links SELECT(click_parameter,destination,key,tenant_id,utm_campaign,utm_content,utm_medium,utm_source,utm_term)',
    'new_touchpoints SELECT(received_at,tenant_id)',
    'public_ids SELECT(kind,public_id,target,tenant_id)',
    'survey_answers SELECT(tenant_id)',
    'survey_waiting SELECT(since,tenant_id)',
    'budget_looks SELECT(due_at,tenant_id)',
    'waiting_ratings SELECT(asked_at,tenant_id)',
    'waiting_runs SELECT(tenant_id)',
    'waiting_fits SELECT(tenant_id)',
    'ledger_heads SELECT(tenant_id)',
    'waiting_validations SELECT(tenant_id)',
    'waiting_transcripts SELECT(asked_at,tenant_id)',
    'waiting_transcriptions SELECT(asked_at,tenant_id)',
    'tenant_samples SELECT(state,tenant_id)',
    'webhook_deliveries SELECT(due_at,status,tenant_id)',
    'stranger_mails SELECT(tenant_id)',
    'tenants SELECT(closed_at,erase_after,slug,suspended_at,tenant_id)',
    'share_arrivals SELECT(tenant_id)',
    'share_keys SELECT(expires_at,share_id,tenant_id)',
    'share_marks SELECT(tenant_id,waiting_since)',
    'request_days SELECT(tenant_id)',
    'share_notes SELECT(tenant_id)',
    'waiting_downloads SELECT(due_at,tenant_id)',
    'waiting_listeners SELECT(tenant_id,waiting_since)',
    'privacy_requests SELECT(tenant_id)',
    'privacy_work SELECT(tenant_id)',
    'report_schedules SELECT(is_paused,next_at,tenant_id)',
    'spend_reservations SELECT(expires_at,tenant_id)',
    'usage_changes SELECT(tenant_id)',
    'meter_limits SELECT(tenant_id)',
    'meter_reservations SELECT(expires_at,tenant_id)',
    'shares SELECT(accepted_at,campaign,code_expires_at,ended_at,expires_at,grantee_id,id,kind,tenant_id)',
  ],
  key_reader: [
    'api_keys SELECT(allowed_networks,expires_at,id,key_hash,previous_hash,previous_until,requests_per_minute,revoked_at,scopes,' +
      'service_account_id,tenant_id)',
    'explanation_links SELECT(link_id,tenant_id,token_hash)',
    'report_links SELECT(link_id,tenant_id,token_hash)',
    'service_accounts SELECT(disabled_at,id,role,tenant_id)',
    'tenants SELECT(slug,tenant_id,tier)',
  ],
  id_claimer: ['public_id_claims INSERT'],
  share_reader: [
    'campaign_builds SELECT',
    'campaign_people SELECT',
    'campaign_rollups SELECT',
    'campaigns SELECT(currency,key,name,spend_minor,tenant_id)',
    'changed_codes SELECT(tenant_id)',
    'dirty_conversions SELECT(tenant_id)',
    'episodes SELECT(key,name,tenant_id)',
    'new_touchpoints SELECT(tenant_id)',
    'matched_people SELECT',
    'matched_rollups SELECT',
    'share_arrivals SELECT(share_id,tenant_id)',
    'share_builds SELECT',
    'share_keys DELETE',
    'share_keys SELECT',
    'share_marks INSERT(share_id,tenant_id)',
    'share_marks SELECT(share_id,tenant_id)',
    'shares SELECT',
    'shares UPDATE(accepted_at,claimed_at,ended_at,ended_by,grantee_id,grantee_kinds,grantee_name)',
    'shows SELECT(key,name,tenant_id)',
    'slots SELECT(channel,episode,placement,show,slot,tenant_id)',
    'tenants SELECT(name,suspended_at,tenant_id)',
  ],
};

/** What `app` may do to tables; TRUNCATE, REFERENCES and TRIGGER look past row-level security. */
const OF_APP = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

/** The functions by which a tenant reaches the shares that name it, and their figures. */
const OF_SHARES = Object.fromEntries(
  ['accept_share', 'claim_share', 'end_share', 'live_share_keys', 'note_share_read', 'received_shares', 'share_figures', 'share_head'].map(
    (name) => [name, { owner: 'share_reader', runners: ['app'], isDefiner: true }],
  ),
);

/** The functions, who owns them, and who beside the owner may run them. */
const FUNCTIONS: Record<string, { owner: string; runners: string[]; isDefiner: boolean }> = {
  current_tenant_id: { owner: 'owner', runners: ['app', 'share_reader'], isDefiner: false },
  intake_tenant_ids: { owner: 'owner', runners: ['intake'], isDefiner: false },
  find_api_key: { owner: 'key_reader', runners: ['app'], isDefiner: true },
  find_report_link: { owner: 'key_reader', runners: ['app'], isDefiner: true },
  find_explanation_link: { owner: 'key_reader', runners: ['app'], isDefiner: true },
  ensure_event_partitions: { owner: 'owner', runners: ['jobs'], isDefiner: true },
  drop_empty_event_partitions: { owner: 'owner', runners: ['jobs'], isDefiner: true },
  claim_public_id: { owner: 'id_claimer', runners: ['app'], isDefiner: true },
  draw_public_id: { owner: 'id_claimer', runners: [], isDefiner: false },
  append_audit: { owner: 'owner', runners: ['app'], isDefiner: true },
  append_audit_of: { owner: 'owner', runners: ['auth'], isDefiner: true },
  append_audit_beside: { owner: 'owner', runners: ['share_reader'], isDefiner: true },
  ...OF_SHARES,
  end_own_shares: { owner: 'share_reader', runners: ['app'], isDefiner: true },
  destroy_lapsed_keys: { owner: 'share_reader', runners: ['app'], isDefiner: true },
  write_share_notes: { owner: 'owner', runners: ['app'], isDefiner: true },
  live_share: { owner: 'share_reader', runners: ['share_reader'], isDefiner: false },
  share_people: { owner: 'share_reader', runners: ['share_reader'], isDefiner: false },
  share_currencies: { owner: 'share_reader', runners: ['share_reader'], isDefiner: false },
  append_platform_audit_here: { owner: 'owner', runners: ['app'], isDefiner: true },
  append_share_read: { owner: 'owner', runners: ['share_reader'], isDefiner: true },
  keys_known_to: { owner: 'owner', runners: ['app'], isDefiner: false },
  revoke_keys_known_to: { owner: 'owner', runners: ['app'], isDefiner: false },
  lock_seats_of: { owner: 'owner', runners: ['auth'], isDefiner: true },
  settle_keys_of: { owner: 'owner', runners: ['auth'], isDefiner: true },
  append_platform_audit: { owner: 'owner', runners: ['auth'], isDefiner: true },
  unclaim_event_keys: { owner: 'owner', runners: ['intake'], isDefiner: true },
  erase_closed_tenant: { owner: 'owner', runners: ['auth'], isDefiner: true },
  audit_hash: { owner: 'owner', runners: [], isDefiner: false },
  protect_people_table: { owner: 'owner', runners: [], isDefiner: false },
  open_to_auth: { owner: 'owner', runners: [], isDefiner: false },
  protect_tenant_table: { owner: 'owner', runners: [], isDefiner: false },
  open_to_intake: { owner: 'owner', runners: [], isDefiner: false },
  open_to_jobs: { owner: 'owner', runners: [], isDefiner: false },
};

/** The two functions that policies ask, exactly: what they answer decides which rows are seen. */
const CONTEXTS: Record<string, string> = {
  current_tenant_id: `select nullif(current_setting('app.tenant_id', true), '')::uuid`,
  intake_tenant_ids: `select string_to_array(nullif(current_setting('app.tenant_ids', true), ''), ',')::uuid[]`,
};

const ROLE = `case when g.grantee = 0 then 'public' else pg_get_userbyid(g.grantee)::text end`;

interface GrantRow {
  role: string;
  table: string;
  privilege: string;
  columns: string;
  is_partition: boolean;
  is_grantable: boolean;
}

function isExpected({ role, table, privilege, columns, is_partition, is_grantable }: GrantRow): boolean {
  if (role === 'owner') return true;
  if (is_partition || is_grantable) return false;
  if (role === 'auth' && PEOPLE_TABLES.includes(table))
    return CLOSED_TO_AUTH.includes(table) ? privilege === 'SELECT' : OF_APP.includes(privilege);
  if (role !== 'app') return (OTHER_GRANTS[role] ?? []).includes(`${table} ${privilege}${columns}`);
  const allowed = CLOSED_TABLES[table] ?? (PEOPLE_TABLES.includes(table) ? [] : OF_APP);
  return allowed.includes(privilege) || allowed.includes(`${privilege}${columns}`);
}

async function tableGrantFaults(client: ClientBase): Promise<string[]> {
  const isOurs = `c.relnamespace = 'public'::regnamespace
    and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;
  const { rows } = await client.query<GrantRow>(
    `select ${ROLE} as role, c.relname as "table", g.privilege_type as privilege, '' as columns, c.relispartition as is_partition,
       g.is_grantable
     from pg_class c, aclexplode(c.relacl) g where ${isOurs}
     union all
     select ${ROLE}, c.relname, g.privilege_type, '(' || string_agg(a.attname::text, ',' order by a.attname::text) || ')', c.relispartition,
       g.is_grantable
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attacl is not null, aclexplode(a.attacl) g
     where ${isOurs} and not a.attisdropped
     group by g.grantee, c.relname, g.privilege_type, c.relispartition, g.is_grantable
     order by 1, 2, 3`,
  );
  return rows
    .filter((grant) => !isExpected(grant))
    .map(({ role, table, privilege, columns, is_grantable }) =>
      is_grantable ? `${role} may pass on ${table} ${privilege}${columns}` : `${role} may ${table} ${privilege}${columns}`,
    );
}

interface FunctionRow {
  name: string;
  owner: string;
  is_definer: boolean;
  path: string | null;
  is_stable: boolean;
  is_leakproof: boolean;
  source: string;
  runners: string[];
}

function faultsOfFunction(found: FunctionRow): string[] {
  const { name } = found;
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  const context = Object.hasOwn(CONTEXTS, name) ? CONTEXTS[name] : undefined;
  const strangers = found.runners.filter((role) => role !== found.owner && role !== 'owner' && !known?.runners.includes(role));
  const isFixed = found.path !== null && /(^|, )pg_temp$/.test(found.path);
  return [
    found.is_definer && !known?.isDefiner && `unexpected definer function ${name}`,
    found.is_definer && !isFixed && `definer function ${name} has no fixed search_path`,
    found.owner !== (known?.owner ?? 'owner') && `function ${name} is owned by ${found.owner}`,
    found.is_leakproof && `function ${name} is called leakproof`,
    context !== undefined && !found.is_stable && `function ${name} is not STABLE`,
    context !== undefined && found.source.trim() !== context && `function ${name} answers otherwise than it should`,
    ...strangers.map((role) => `${role} may run ${name}`),
  ].filter((fault) => fault !== false);
}

async function functionFaults(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<FunctionRow>(
    `select f.proname as name, pg_get_userbyid(f.proowner)::text as owner, f.prosecdef as is_definer, f.provolatile = 's' as is_stable,
       f.proleakproof as is_leakproof, f.prosrc as source,
       (select substring(setting from '^search_path=(.*)$') from unnest(f.proconfig) as setting where setting like 'search_path=%') as path,
       array(select ${ROLE} from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) g order by 1) as runners
     from pg_proc f where f.pronamespace = 'public'::regnamespace
       and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')
     order by f.proname`,
  );
  return rows.flatMap(faultsOfFunction);
}

/** Rights that tables and functions of the future would be born with, and the right to make any. */
async function futureFaults(client: ClientBase): Promise<string[]> {
  const schemas = await client.query<{ role: string; schema: string }>(
    `select ${ROLE} as role, n.nspname::text as schema from pg_namespace n, aclexplode(n.nspacl) g
     where n.nspname = 'public' and g.privilege_type = 'CREATE' and g.grantee <> n.nspowner
       or n.nspname = 'graphile_worker' and ${ROLE} <> 'jobs' order by 1, 2`,
  );
  const defaults = await client.query<{ role: string; kind: string; privilege: string }>(
    `select ${ROLE} as role, case d.defaclobjtype when 'r' then 'tables' when 'f' then 'functions' else 'other objects' end as kind,
       g.privilege_type as privilege
     from pg_default_acl d, aclexplode(d.defaclacl) g
     where pg_get_userbyid(d.defaclrole) = 'owner' and g.grantee <> d.defaclrole order by 1, 2, 3`,
  );
  const closed = await client.query(
    `select 1 from pg_default_acl where pg_get_userbyid(defaclrole) = 'owner' and defaclobjtype = 'f' and defaclnamespace = 0`,
  );
  return [
    ...schemas.rows.map(({ role, schema }) => `${role} may enter or create in the schema ${schema}`),
    ...defaults.rows.map(({ role, kind, privilege }) => `${role} gets ${privilege} on every new one of the ${kind}`),
    ...(closed.rowCount === 0 ? ['everybody may run every new function'] : []),
  ];
}

/** The rights on tables, functions and schemas that are more than the closed list says. */
export async function rightFaults(client: ClientBase): Promise<string[]> {
  return [...(await tableGrantFaults(client)), ...(await functionFaults(client)), ...(await futureFaults(client))];
}
