import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { catalogTexts } from '../../texts-catalog.ts';
import { transcriptionTexts as words } from '../../texts-transcriptions.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { showsQuery } from '../catalog/catalog-queries.ts';
import { episodeChoicesQuery } from './transcription-queries.ts';

/** A field for an episode's key, with episodes to choose from: the newest of a show, once one is chosen. */
export function EpisodeChoice({ problem }: { problem: string | undefined }) {
  const listId = useId();
  const shows = useQuery(showsQuery).data ?? [];
  const [show, choose] = useState('');
  const episodes = useQuery(episodeChoicesQuery(show === '' ? undefined : show)).data ?? [];
  const options = shows.map(({ key, name }) => [key, name ?? key] as const);
  return (
    <>
      {shows.length > 0 && (
        <SelectField
          label={words.show}
          optional={catalogTexts.optional}
          help={words.showHelp}
          options={[['', words.anyShow], ...options]}
          value={show}
          onChange={({ target }) => choose(target.value)}
        />
      )}
      <TextField
        name="episode"
        label={words.episode}
        help={words.episodeHelp}
        list={listId}
        maxLength={200}
        spellCheck={false}
        problem={problem}
      />
      <datalist id={listId}>
        {episodes.map(({ key, name, title }) => (
          <option key={key} value={key}>
            {name ?? title ?? key}
          </option>
        ))}
      </datalist>
    </>
  );
}
