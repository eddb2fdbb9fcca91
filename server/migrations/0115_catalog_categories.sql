-- The first category that a show's feed names; among shows of one category figures are more alike.
alter table shows add column category text check (length(category) between 1 and 200);
