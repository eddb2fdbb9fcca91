-- Until when a host asked to be left alone (Retry-After, or 429), apart from Earshot's own pace and pauses.
alter table pulls add column rests_until timestamptz;
