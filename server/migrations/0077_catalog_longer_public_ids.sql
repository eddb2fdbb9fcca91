-- Public ids of letters and digits hold 61 random bits in place of 48: among a million of them two are the same with a chance of 2 in 10
-- million.
alter table public_ids alter column public_id
  set default left(
    lower(regexp_replace(encode(sha256(convert_to(gen_random_uuid()::text, 'UTF8')), 'base64'), '[^A-Za-z0-9]', '', 'g')), 12
  );
