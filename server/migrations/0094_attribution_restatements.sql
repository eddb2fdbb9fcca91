-- Restatements, the newest first: versions of paths that took the place of another one, and those that an erasure left.
create index paths_restated on paths (tenant_id, built_at, conversion_id collate "C") where version > 1 or reason = 'erased';
create index path_history_restated on path_history (tenant_id, built_at, conversion_id collate "C") where version > 1 or reason = 'erased';
