-- Hashes of who gave an answer, where its sender named that: it is evidence only for a conversion that carries one of them.
alter table survey_answers add column identity_keys uuid[] check (cardinality(identity_keys) between 1 and 8);
