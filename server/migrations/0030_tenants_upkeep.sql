-- A tenant's touchpoints in a span of time, for what goes through them all: retention, the storage estimate, and counts of a period.
create index touchpoints_by_time on touchpoints (tenant_id, occurred_at);

-- What a call came to is counted in full, also where it cost more than was set aside for it.
alter table ai_spend_reservations drop constraint ai_spend_reservations_check;
alter table ai_spend_reservations add check (settled_cents >= 0);
