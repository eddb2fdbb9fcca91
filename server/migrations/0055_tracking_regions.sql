-- Where lists know of an address in which part of a country it is used (ISO 3166-2), events and requests say so, as they say the country.

alter table touchpoints add column region text;
alter table conversions add column region text;
alter table episode_requests add column region text;
grant update (region) on touchpoints to app;
grant update (region) on conversions to app;
