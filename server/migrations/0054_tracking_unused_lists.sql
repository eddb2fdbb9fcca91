-- Lists of prefixes and of referrers are asked by no look-up, so none is kept. Platform audit rows tell that they were loaded.

delete from list_checks where list_version in (select id from list_versions where kind in ('prefixes', 'referrers'));
delete from list_versions where kind in ('prefixes', 'referrers');
