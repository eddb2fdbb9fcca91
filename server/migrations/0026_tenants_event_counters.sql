-- A tenant's count of events stands in eight rows, its slots, so that transactions that commit at the same time need not wait for one
-- another: each counts in the slot its process holds, up to what the slot was allotted. The allotments of a tenant and month together with
-- what is used never pass the limit; they are made anew, with all eight rows locked, when a slot has run out or the limit has changed.
alter table event_counters
  drop constraint event_counters_pkey,
  drop column granted,
  add column slot smallint not null default 0 check (slot between 0 and 7),
  add column allowed bigint not null default 0,
  add primary key (tenant_id, month, slot);
grant select (slot, allowed) on event_counters to intake;
grant insert (slot, allowed) on event_counters to intake;
grant update (allowed) on event_counters to intake;
