-- Every request is written twice: when it comes, and once more when it is counted. Room beside it on its page keeps the second from writing
-- anew into each index (PostgreSQL's heap-only tuples), which took half of what counting asks of the database. The price is
-- pages that are about half full afterwards.

create or replace function ensure_event_partitions(first_day date, last_day date) returns integer
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  parent text;
  month date;
  partition text;
  made integer := 0;
begin
  if last_day - first_day > 4000 then
    raise exception 'more than 4000 days of partitions asked for';
  end if;
  perform pg_advisory_xact_lock(hashtext('ensure_event_partitions'));
  foreach parent in array array['touchpoints', 'conversions', 'episode_requests'] loop
    month := make_date(extract(year from first_day)::integer, extract(month from first_day)::integer, 1);
    while month <= last_day loop
      partition := parent || '_' || to_char(month, 'YYYYMM');
      if to_regclass('public.' || partition) is null then
        execute format('create table public.%I (like public.%I including all)', partition, parent);
        if parent = 'episode_requests' then
          execute format('alter table public.%I set (fillfactor = 40)', partition);
        end if;
        call public.protect_tenant_table(('public.' || partition)::regclass);
        execute format(
          'alter table public.%I attach partition public.%I for values from (%L) to (%L)',
          parent, partition, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00'
        );
        made := made + 1;
      end if;
      month := (month + interval '1 month')::date;
    end loop;
  end loop;
  return made;
end
$$;

do $$
declare
  partition regclass;
begin
  for partition in select inhrelid from pg_inherits where inhparent = 'public.episode_requests'::regclass loop
    execute format('alter table %s set (fillfactor = 40)', partition);
  end loop;
end
$$;
