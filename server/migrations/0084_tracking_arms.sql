-- An arm may have any name: an A/B test has as many variants as it likes. Touchpoints of a test are found by it.
alter table touchpoints drop constraint touchpoints_arm_check;
alter table touchpoints add constraint touchpoints_arm_check check (length(arm) between 1 and 200);
create index touchpoints_by_test on touchpoints (tenant_id, test, occurred_at) where test is not null;
