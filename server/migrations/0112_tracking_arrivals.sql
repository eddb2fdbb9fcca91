-- The check of stored paths asks, too, whether a touchpoint came since it read the events, and that may be of any kind.
drop index touchpoints_by_arrival;
create index touchpoints_by_arrival on touchpoints (tenant_id, received_at);
