import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { type Faults, faultsOf } from '../../faults.ts';
import { formatBytes } from '../../format.ts';
import { paths } from '../../paths.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { transcriptionTexts as words } from '../../texts-transcriptions.ts';
import { texts } from '../../texts.ts';
import {
  createTranscription,
  type NewTranscription,
  removeTranscription,
  sendAudio,
  type Transcription,
} from '../../transcriptions-api.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { COPY_NAMES, CopyFields, copyIn } from './copy-fields.tsx';
import { dollars } from './dollars.ts';
import { EpisodeChoice } from './episode-choice.tsx';
import { Progress } from './progress.tsx';
import { type HearerChoice, hearersQuery } from './transcription-queries.ts';

type Source = NewTranscription['source'];

const SOURCES = ['enclosure', 'address', 'upload'] as const satisfies readonly Source[];
const FIELDS = ['episode', 'source', 'url', 'file', 'hearer', 'language', ...COPY_NAMES];

/** How long a file is, is told of the file; and who hears it stands in one field. */
const placeOf = (pointer: string) => pointer.replace(/^\/bytes/, '/file').replace(/^\/(?:provider|model)/, '/hearer');

/** What stands in the form, and the file that is to be sent. */
function askedIn(form: HTMLFormElement, source: Source, hearers: readonly HearerChoice[]): { asked: NewTranscription; file: File | null } {
  const typed = typedIn(form);
  const chosen = new FormData(form).get('file');
  const file = source === 'upload' && chosen instanceof File && chosen.name !== '' ? chosen : null;
  if (source === 'upload' && file === null) typed.refuse('file', words.fileMissing);
  const episode = typed.text('episode');
  if (episode === null) typed.refuse('episode', words.episodeMissing);
  const copy = copyIn(typed);
  typed.settle();
  const language = typed.text('language');
  const place = typed.text('hearer');
  const hearer = place === null ? undefined : hearers.at(Number(place));
  const asked = {
    episode: episode ?? '',
    source,
    ...copy,
    ...(source === 'address' ? { url: typed.text('url') ?? '' } : {}),
    ...(file === null ? {} : { bytes: file.size }),
    ...(language === null ? {} : { language }),
    ...(hearer === undefined ? {} : { provider: hearer.provider, model: hearer.model }),
  };
  return { asked, file };
}

interface Sent {
  bytes: number;
  of: number;
}

/** Asks for a transcription and sends its file; one whose file is not sent whole is given up. */
async function begin(
  { asked, file }: { asked: NewTranscription; file: File | null },
  signal: AbortSignal,
  onSent: (sent: Sent) => void,
): Promise<Transcription> {
  const begun = await createTranscription(asked);
  if (file === null) return begun;
  try {
    onSent({ bytes: 0, of: file.size });
    await sendAudio(begun.id, file, signal, (bytes) => onSent({ bytes, of: file.size }));
    return begun;
  } catch (error) {
    await removeTranscription(begun.id);
    throw error;
  }
}

function NoHearer() {
  return (
    <Notice tone="notice">
      <p className="font-medium">{words.noHearer}</p>
      <p>{words.noHearerHelp}</p>
      <Link to={paths.aiProviders} search={{}} className="font-medium underline underline-offset-4">
        {words.noHearerAdd}
      </Link>
    </Notice>
  );
}

function hearerText({ model, provider, minuteMicros }: HearerChoice): string {
  return words.hearerPrice(model, provider, minuteMicros === null ? words.noPrice : words.minutePrice(dollars(minuteMicros)));
}

function Sending({ sent, onStop }: { sent: Sent; onStop: () => void }) {
  return (
    <div className="flex flex-col gap-2">
      <Progress label={words.sending} part={sent.bytes} of={sent.of} text={words.sent(formatBytes(sent.bytes), formatBytes(sent.of))} />
      <Button className="self-start" onClick={onStop}>
        {words.stopSending}
      </Button>
    </div>
  );
}

function SourceFields({ source, at }: { source: Source; at: (name: string) => string | undefined }) {
  if (source === 'address')
    return <TextField name="url" type="url" label={words.url} help={words.urlHelp} maxLength={2_000} problem={at('url')} />;
  if (source === 'enclosure') return null;
  return (
    <TextField
      name="file"
      type="file"
      accept="audio/*,.mp3,.m4a,.wav,.ogg,.flac,.webm"
      label={words.file}
      help={words.fileHelp}
      className="py-2 file:mr-3 file:font-medium file:text-accent"
      problem={at('file')}
    />
  );
}

interface FieldsProps {
  hearers: readonly HearerChoice[];
  source: Source;
  onSource: (source: Source) => void;
  faults: Faults;
}

/** What is asked for; out of sight, but as it is, while the file is sent. */
function Fields({ hearers, source, onSource, faults }: FieldsProps) {
  return (
    <>
      <EpisodeChoice problem={faults.at('episode')} />
      <SelectField
        label={words.from}
        options={SOURCES.map((one) => [one, words.choices[one]] as const)}
        value={source}
        onChange={({ target }) => onSource(SOURCES.find((one) => one === target.value) ?? source)}
        problem={faults.at('source')}
      />
      <SourceFields source={source} at={(name) => faults.at(name)} />
      <CopyFields faults={faults} />
      <SelectField
        name="hearer"
        label={words.hearer}
        help={words.hearerHelp}
        options={[['', words.firstHearer], ...hearers.map((one, place) => [String(place), hearerText(one)] as const)]}
        problem={faults.at('hearer')}
      />
      <TextField
        name="language"
        label={words.language}
        optional={catalogTexts.optional}
        help={words.languageHelp}
        maxLength={35}
        spellCheck={false}
        problem={faults.at('language')}
      />
    </>
  );
}

interface FormProps {
  hearers: readonly HearerChoice[];
  onBegun: (begun: Transcription) => void;
}

function Form({ hearers, onBegun }: FormProps) {
  const [source, choose] = useState<Source>('enclosure');
  const [sent, tellSent] = useState<Sent>();
  const sending = useRef<AbortController>(undefined);
  useEffect(() => () => sending.current?.abort(), []);
  const start = (form: HTMLFormElement) => {
    sending.current = new AbortController();
    return begin(askedIn(form, source, hearers), sending.current.signal, tellSent).finally(() => tellSent(undefined));
  };
  const change = useSensitiveChange(async (form: HTMLFormElement) => start(form), onBegun);
  const isStopped = change.error instanceof DOMException && change.error.name === 'AbortError';
  const shown = isStopped ? { ...change, error: undefined, problem: undefined } : change;
  const faults = faultsOf(shown.error, FIELDS, placeOf);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className={sent ? 'hidden' : 'flex flex-col gap-4'}>
        <Fields hearers={hearers} source={source} onSource={choose} faults={faults} />
        <FormEnd change={shown} rest={faults.rest} submit={words.submit} />
      </div>
      {sent && <Sending sent={sent} onStop={() => sending.current?.abort()} />}
    </form>
  );
}

/** Has audio become a transcript; where nobody can hear, it says so instead. */
export function TranscriptionForm({ onBegun }: Pick<FormProps, 'onBegun'>) {
  const hearers = useQuery(hearersQuery);
  if (hearers.error && !hearers.data) return <ListFailure error={hearers.error} onRetry={() => void hearers.refetch()} />;
  if (!hearers.data) return <SkeletonLines count={4} label={texts.loading} />;
  return hearers.data.length === 0 ? <NoHearer /> : <Form hearers={hearers.data} onBegun={onBegun} />;
}
