-- A tenant's touchpoints, for what goes through them all. Without the time: to a database that has counted nothing yet an index that has it
-- looks as good as that of a key, and then every look-up of matching reads all touchpoints of its lookback.
drop index touchpoints_by_time;
create index touchpoints_by_tenant on touchpoints (tenant_id);
