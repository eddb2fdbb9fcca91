alter table campaigns add column default_model text check (length(default_model) between 1 and 80);
