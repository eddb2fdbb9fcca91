-- The list of conversions can be one of some kinds: however rare a kind is, its newest are found without reading the others.
create index conversions_by_kind on conversions (tenant_id, kind, occurred_at desc, id desc);
