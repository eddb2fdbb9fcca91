-- What was spent is shown to strangers only where whoever made the page chose so.
alter table report_links add column shows_spend boolean not null default false;
