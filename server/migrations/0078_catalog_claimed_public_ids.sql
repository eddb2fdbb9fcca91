-- No two public ids are the same, whatever chance does: each is claimed for good before it is given out. Claims hold ids alone, say
-- nothing of whose they are, and are seen by nobody: a tenant does not learn that a draw met another one's id, since it is drawn again.
create table public_id_claims (
  public_id text primary key check (public_id ~ '^[0-9a-z]{12}$')
);
grant insert on public_id_claims to id_claimer;

-- Twelve letters and digits with 61 random bits.
create function draw_public_id() returns text language sql volatile
  set search_path = pg_catalog, pg_temp
  as $$
    select left(lower(regexp_replace(encode(sha256(convert_to(gen_random_uuid()::text, 'UTF8')), 'base64'), '[^A-Za-z0-9]', '', 'g')), 12)
  $$;
create function claim_public_id() returns text language plpgsql volatile security definer
  set search_path = pg_catalog, pg_temp
  as $$
    declare
      drawn text;
    begin
      loop
        drawn := public.draw_public_id();
        insert into public.public_id_claims (public_id) values (drawn) on conflict do nothing;
        if found then
          return drawn;
        end if;
      end loop;
    end
  $$;
grant execute on function claim_public_id() to app;
grant create on schema public to id_claimer;
alter function draw_public_id() owner to id_claimer;
alter function claim_public_id() owner to id_claimer;
revoke create on schema public from id_claimer;

-- From here on no id comes to the table but by a claim: `app` may not state one.
alter table public_ids alter column public_id set default claim_public_id();

do $$
declare
  ids uuid[];
  one uuid;
  given bigint;
  claimed bigint;
begin
  set local role key_reader;
  select array_agg(t.tenant_id order by t.tenant_id) into ids from public.tenants t;
  set local role owner;
  foreach one in array coalesce(ids, '{}') loop
    perform set_config('app.tenant_id', one::text, true);
    select count(*) into given from public_ids where tenant_id = one;
    insert into public_id_claims (public_id) select public_id from public_ids where tenant_id = one on conflict do nothing;
    get diagnostics claimed = row_count;
    if claimed <> given then
      raise exception 'of the % public ids of tenant % another one has %; make them anew first', given, one, given - claimed;
    end if;
  end loop;
  perform set_config('app.tenant_id', '', true);
end
$$;
