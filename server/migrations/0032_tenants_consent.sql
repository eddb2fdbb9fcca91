-- Whether an event whose person's consent is not known keeps its identity.
alter table tenants add column consent_unknown text not null default 'keep' check (consent_unknown in ('keep', 'drop'));
