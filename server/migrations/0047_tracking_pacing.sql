-- What a placement delivered is counted from the touchpoints that name it: by this index alone, without reading the touchpoints themselves.
create index touchpoints_by_placement on touchpoints (tenant_id, placement, occurred_at) include (kind) where placement is not null;
