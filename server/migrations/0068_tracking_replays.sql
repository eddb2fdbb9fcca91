-- Whether a delivery that is worked on once more had brought something before.
alter table hook_deliveries add column has_brought boolean not null default false;
