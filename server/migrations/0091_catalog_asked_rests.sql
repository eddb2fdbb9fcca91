-- Until when a host asked to be left alone (Retry-After), apart from how long Earshot waits by itself after a failure: who refreshes by
-- hand may pass over the latter, not over the former.
alter table feeds add column rests_until timestamptz;
