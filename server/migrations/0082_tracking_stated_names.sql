-- When requests last stated a name that counts rest on: names that no placement stands for are forgotten a while after.
alter table counting_bases add column used_on date not null default current_date;
