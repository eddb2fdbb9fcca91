-- What the dashboard begins with, read with the session: it shows the figures that the tenant has settled for, and says so.
grant select (time_zone, lookback_days, half_life_days) on tenants to auth;
