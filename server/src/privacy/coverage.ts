/** What becomes of a table's rows when a person is erased, and which part of an export they are in; or why no row is a person's. */
type Coverage = { erased: string; exported: string } | { impersonal: string };

/**
 * Every table there is. A table that can hold something of a listener, a customer or a member says who erases it and who exports it; any
 * other says why it holds nothing of a person.
 */
export const TABLE_COVERAGE: Readonly<Record<string, Coverage>> = {
  // Of listeners and customers.
  touchpoints: { erased: 'deleted by tracking/subjects', exported: 'touchpoints' },
  touchpoint_keys: { erased: 'deleted by tracking/subjects', exported: 'touchpoints: the id' },
  new_touchpoints: { erased: 'taken by matching before an erasure is done', exported: 'touchpoints: the same event' },
  conversions: { erased: 'made an anonymous amount by tracking/subjects', exported: 'conversions' },
  conversion_keys: { erased: 'deleted by tracking/subjects', exported: 'conversions: the id' },
  refunds: { erased: 'deleted by tracking/subjects; the amount is less by them', exported: 'refunds' },
  dirty_conversions: { erased: 'deleted by tracking/subjects, or taken by matching', exported: 'conversions: the id' },
  paths: { erased: 'deleted by attribution/subjects', exported: 'paths' },
  path_history: {
    erased: 'deleted by attribution/subjects, of everybody whose path held the person',
    exported: 'paths: the present version',
  },
  restricted_identities: { erased: 'deleted when the request ends', exported: 'the request' },
  privacy_requests: { erased: 'forgets whose it is when it is over', exported: 'the request' },
  privacy_work: { impersonal: 'which requests wait' },
  privacy_exports: { erased: 'sealed; deleted after seven days', exported: 'the export' },
  // Of members.
  invitations: {
    erased: 'the address is dropped once an invitation is accepted or withdrawn',
    exported: 'account: the membership it led to',
  },
  members: { erased: 'deleted with the account', exported: 'account' },
  people: { erased: 'deleted with the account', exported: 'account' },
  sessions: { erased: 'deleted with the account', exported: 'sessions' },
  person_devices: { erased: 'deleted with the account', exported: 'sessions: what is known of a browser' },
  person_links: { erased: 'deleted with the account', exported: 'account: the address' },
  totp_factors: { erased: 'deleted with the account', exported: 'account: that there is one' },
  recovery_codes: { erased: 'deleted with the account', exported: 'account: that there are some' },
  sign_in_guesses: { impersonal: 'counts under keyed hashes, for a day' },
  outbox: { erased: 'deleted once it is sent or given up', exported: 'sealed, and on its way to the person' },
  // What keeps erased people out, and records of what was done.
  erased_events: { impersonal: 'hashes of ids, in a space of their own that nothing else is hashed in' },
  objected_identities: { impersonal: 'hashes of hashes, kept so that the objection holds' },
  audit_log: { impersonal: 'who did what to which id; a chain that cannot be changed, so it names people by id only' },
  audit_heads: { impersonal: 'the ends of chains' },
  audit_checkpoints: { impersonal: 'the ends of chains, signed' },
  audit_signing_keys: { impersonal: 'a key' },
  platform_audit_log: { impersonal: 'as audit_log' },
  platform_audit_head: { impersonal: 'the end of a chain' },
  security_events: { impersonal: 'names people by id, and programs by key' },
  // Of the tenant as a business.
  tenants: { impersonal: 'a business and its settings' },
  service_accounts: { impersonal: 'programs' },
  api_keys: { impersonal: 'programs' },
  idempotent_requests: { impersonal: 'answers about settings, sealed, for a day' },
  data_keys: { impersonal: 'wrapped keys' },
  installation_keys: { impersonal: 'wrapped keys' },
  campaigns: { impersonal: 'what was booked' },
  shows: { impersonal: 'podcasts' },
  episodes: { impersonal: 'podcasts' },
  promo_codes: { impersonal: 'codes as they were handed out' },
  changed_codes: { impersonal: 'codes as they were handed out' },
  slots: { impersonal: 'places ads ran in' },
  sources: { impersonal: 'hosts and campaigns that visitors came from' },
  credit_rollups: { impersonal: 'sums' },
  conversion_rollups: { impersonal: 'sums' },
  event_counters: { impersonal: 'sums' },
  quota_counters: { impersonal: 'sums' },
  quota_overrides: { impersonal: 'limits' },
  flag_overrides: { impersonal: 'switches' },
  tier_flags: { impersonal: 'switches' },
  tenant_exports: { impersonal: 'when the tenant was exported, and by whose id' },
  shares: { impersonal: 'what a tenant shows another one' },
  share_builds: { impersonal: 'when sums were made' },
  share_rollups: { impersonal: 'sums' },
  share_marks: { impersonal: 'which sums wait to be made' },
  schema_migrations: { impersonal: 'names of migrations' },
};
