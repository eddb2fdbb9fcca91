-- Of which instant the newest is that was told of a dispute: what was told before it and comes later changes nothing any more.
alter table refunds add column told_at timestamptz;
grant update (told_at) on refunds to app;
