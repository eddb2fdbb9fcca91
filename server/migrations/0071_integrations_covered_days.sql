-- The last day that a host was asked for, by its id of the show: the next pull begins there, whatever came in between.
alter table pulls add column covered jsonb not null default '{}';
