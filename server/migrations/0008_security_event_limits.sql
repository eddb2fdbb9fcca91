-- Whoever records an event first counts those of its kind within the last hour; so does the login that knows people.

create index security_events_by_kind on security_events (tenant_id, kind, occurred_at);
drop policy auth_rows on security_events;
call open_to_auth('security_events', 'all');
grant select (tenant_id, kind, occurred_at) on security_events to auth;
