-- Where in the audio a baked-in ad stands, where that is known: it counts when the bytes there were sent.
alter table placements add column start_seconds double precision, add column end_seconds double precision;
alter table placements add check ((start_seconds is null) = (end_seconds is null));
alter table placements add check (start_seconds >= 0 and end_seconds > start_seconds);
alter table placements add check (start_seconds is null or kind = 'baked_in');
