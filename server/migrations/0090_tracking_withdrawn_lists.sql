-- A list that is withdrawn goes on as a version without entries, so that what comes with Earshot answers in its place.
alter table list_versions drop constraint list_versions_entries_check;
alter table list_versions add constraint list_versions_entries_check check (entries >= 0);
