-- Whether an exposure came after an instant is asked every night for each of a tenant's fits: the newest is looked at, not all there are.
create index touchpoints_by_arrival on touchpoints (tenant_id, received_at) where kind in ('download', 'impression', 'click');
