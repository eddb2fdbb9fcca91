-- From which shop a delivery says that it comes: several may deliver to one source, and one of them may have everything of its own erased.
alter table hook_deliveries add column shop text check (length(shop) between 1 and 500);
