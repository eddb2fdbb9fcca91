import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { transcriptTexts as words } from '../../texts-transcripts.ts';
import { addTranscript, type EpisodeTranscript, type NewTranscript } from '../../transcripts-api.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { COPY_NAMES, CopyFields, copyIn } from './copy-fields.tsx';

type Source = NewTranscript['source'];

const SOURCES = ['upload', 'feed', 'address'] as const satisfies readonly Source[];
const FIELDS = ['episode', 'source', 'file', 'url', 'language', ...COPY_NAMES];

/** What is wrong with the text is wrong with the file that it came in. */
const placeOf = (pointer: string) => pointer.replace(/^\/text/, '/file');

async function add(form: HTMLFormElement, source: Source): Promise<EpisodeTranscript> {
  const typed = typedIn(form);
  const file = new FormData(form).get('file');
  const isChosen = file instanceof File && file.name !== '';
  if (source === 'upload' && !isChosen) typed.refuse('file', words.fileMissing);
  const copy = source === 'feed' ? {} : copyIn(typed);
  typed.settle();
  const language = typed.text('language');
  return addTranscript({
    episode: typed.text('episode') ?? '',
    source,
    ...copy,
    ...(source === 'upload' && isChosen ? { text: await file.text() } : {}),
    ...(source === 'address' ? { url: typed.text('url') ?? '' } : {}),
    ...(language === null ? {} : { language }),
  });
}

/** Adds the transcript of an episode, which is read before the form closes. */
export function TranscriptForm({ onAdded }: { onAdded: (transcript: EpisodeTranscript) => void }) {
  const [source, choose] = useState<Source>('upload');
  const change = useSensitiveChange((form: HTMLFormElement) => add(form, source), onAdded);
  const faults = faultsOf(change.error, FIELDS, placeOf);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="episode"
        label={words.episodeKey}
        help={words.episodeHelp}
        maxLength={200}
        spellCheck={false}
        problem={faults.at('episode')}
      />
      <SelectField
        name="source"
        label={words.from}
        options={SOURCES.map((one) => [one, words.choices[one]] as const)}
        value={source}
        onChange={({ target }) => choose(SOURCES.find((one) => one === target.value) ?? 'upload')}
        problem={faults.at('source')}
      />
      {source === 'upload' && (
        <TextField
          name="file"
          type="file"
          label={words.file}
          help={words.fileHelp}
          className="py-2 file:mr-3 file:font-medium file:text-accent"
          problem={faults.at('file')}
        />
      )}
      {source === 'address' && (
        <TextField name="url" type="url" label={words.url} help={words.urlHelp} maxLength={2_000} problem={faults.at('url')} />
      )}
      <TextField
        name="language"
        label={words.language}
        optional={catalogTexts.optional}
        help={words.languageHelp}
        maxLength={35}
        spellCheck={false}
        problem={faults.at('language')}
      />
      {source !== 'feed' && <CopyFields faults={faults} />}
      {change.isBusy && (
        <p role="status" className="text-small text-muted">
          {words.reading}
        </p>
      )}
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}
