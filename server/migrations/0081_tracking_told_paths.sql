-- A path that changed waits on after its visits were told anew: those that were being stored meanwhile are told, too, a little later.
alter table changed_paths add column told_at timestamptz;
