-- Whoever signs in to a tenant is told which model its reports are under.
grant select (default_model) on tenants to auth;
