-- What came of a mail: one that was sent is gone; one that was given up keeps its row, without its content.

alter table outbox
  alter column sealed_content drop not null,
  add column gave_up_at timestamptz,
  add check ((gave_up_at is null) = (sealed_content is not null));
drop index outbox_by_due;
create index outbox_by_due on outbox (due_at) where gave_up_at is null;
