-- What answers of surveys rest on, as it was when they were last judged and made evidence by it; which tenants have any.
alter table counting_bases drop constraint counting_bases_part_check;
alter table counting_bases add constraint counting_bases_part_check
  check (part in ('window', 'lists', 'placement', 'survey_names', 'survey_placements'));
call open_to_jobs('survey_answers');
grant select (tenant_id) on survey_answers to jobs;
drop index survey_answers_by_phrase;
create index survey_answers_by_phrase on survey_answers (tenant_id, phrase);
grant update on survey_waiting to app;
