-- Models that hear what is said, each with the form in which it answers. A provider has models for texts, for audio, or both.
alter table ai_providers
  add column audio_models jsonb not null default '[]' check (
    jsonb_typeof(audio_models) = 'array' and jsonb_array_length(audio_models) <= 20 and pg_column_size(audio_models) <= 16384
  ),
  drop constraint ai_providers_models_check,
  add constraint ai_providers_models_check check (cardinality(models) <= 20),
  add constraint ai_providers_any_model_check check (cardinality(models) + jsonb_array_length(audio_models) >= 1),
  add constraint ai_providers_audio_check check (kind <> 'anthropic' or jsonb_array_length(audio_models) = 0);
