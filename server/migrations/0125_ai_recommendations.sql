-- The facts that a model was asked to word last, as a hash: the same facts are not asked about again.
alter table recommendations add column wording_of text check (length(wording_of) = 43);
