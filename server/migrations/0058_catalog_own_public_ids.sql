-- The database makes public ids: who could choose one would learn by the conflict which ones other tenants have.
alter table public_ids alter column public_id set default left(replace(gen_random_uuid()::text, '-', ''), 12);
revoke insert on public_ids from app;
grant insert (tenant_id, kind, target) on public_ids to app;
-- For the same reason nothing enforces that no other tenant has an id: chance does, with 48 bits that nobody chooses.
drop index public_ids_by_id;
create index public_ids_by_id on public_ids (public_id);
