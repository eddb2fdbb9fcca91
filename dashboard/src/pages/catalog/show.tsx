import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { changeShow, type Show } from '../../catalog-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { LocalAddress } from '../../components/local-address.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { faultsOf } from '../../faults.ts';
import { paths } from '../../paths.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { typedIn } from '../../ui/typed.ts';
import { PredictionsOf } from '../ai/predictions-of.tsx';
import { CheckField } from '../tenants/check-field.tsx';
import { Facts } from '../tenants/facts.tsx';
import { Said } from '../tenants/said.tsx';
import { Back } from './back.tsx';
import { CATALOG, showQuery } from './catalog-queries.ts';
import type { Changing } from './changing.ts';
import { FormEnd } from './form-end.tsx';
import { One } from './one.tsx';
import { ShowCreditSection } from './show-credit.tsx';
import { ShowEpisodes } from './show-episodes.tsx';
import { FeedPanel } from './show-feed.tsx';

const words = catalogTexts.show;

const FIELDS = ['name', 'feedUrl'];

function change(show: Show, form: HTMLFormElement): Promise<Show> {
  const typed = typedIn(form);
  const [name, feedUrl] = [typed.text('name'), typed.text('feedUrl')];
  const importsTranscripts = typed.text('importsTranscripts') !== null;
  const changed = {
    name,
    ...(feedUrl === show.feedUrl ? {} : { feedUrl }),
    ...(importsTranscripts === show.importsTranscripts ? {} : { importsTranscripts }),
  };
  return changeShow(show.key, changed);
}

function EditForm({ show, onSaved }: { show: Show; onSaved: () => void }) {
  const saving = useSensitiveChange((form: HTMLFormElement) => change(show, form), onSaved);
  const faults = faultsOf(saving.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    saving.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="name"
        label={catalogTexts.shows.name}
        optional={catalogTexts.optional}
        help={words.nameHelp}
        maxLength={200}
        defaultValue={show.name === show.title ? '' : (show.name ?? '')}
        placeholder={show.title ?? undefined}
        problem={faults.at('name')}
      />
      <TextField
        name="feedUrl"
        type="url"
        label={catalogTexts.shows.feedUrl}
        optional={catalogTexts.optional}
        help={words.feedUrlHelp}
        maxLength={2_000}
        defaultValue={show.feedUrl ?? ''}
        placeholder={catalogTexts.shows.feedExample}
        problem={faults.at('feedUrl')}
      />
      <CheckField
        name="importsTranscripts"
        label={words.importsTranscripts}
        help={words.importsTranscriptsHelp}
        defaultChecked={show.importsTranscripts}
      />
      <FormEnd change={saving} rest={faults.rest} submit={catalogTexts.save} />
    </form>
  );
}

/** The prefix to copy, how to set it, and how to leave. */
function PrefixPanel({ show: { trackingPrefix } }: { show: Show }) {
  if (trackingPrefix === null)
    return (
      <Panel id="prefix" title={words.prefix}>
        <p className="px-4 pb-5 text-muted sm:px-5">{words.noPrefix}</p>
      </Panel>
    );
  return (
    <Panel id="prefix" title={words.prefix}>
      <div className="flex flex-col gap-3 px-4 pb-5 sm:px-5">
        <p className="max-w-3xl text-muted">{words.prefixLead}</p>
        <CopyField label={words.prefixLabel} value={trackingPrefix} />
        <LocalAddress text={trackingPrefix} />
        <p className="max-w-3xl text-muted">
          {words.prefixSet} <code className="font-mono text-small wrap-anywhere text-ink">{words.prefixExample(trackingPrefix)}</code>
        </p>
        <p className="max-w-3xl text-muted">{words.prefixLeave}</p>
      </div>
    </Panel>
  );
}

function SiteLink({ to }: { to: string }) {
  return (
    <a href={to} target="_blank" rel="noreferrer" className="wrap-anywhere text-accent underline underline-offset-4">
      {to}
    </a>
  );
}

/** What is known of a show; what is not is left out. */
function factsOf({ author, category, link, language, persons, podcastGuid }: Show) {
  const heard = persons.map(({ name, role }) => `${name} (${role})`).join(', ');
  const facts: [string, ReactNode][] = [
    [words.author, author],
    [words.category, category],
    [words.link, link && <SiteLink to={link} />],
    [words.language, language],
    [words.persons, heard || null],
    [words.guid, podcastGuid && <code className="font-mono text-small wrap-anywhere">{podcastGuid}</code>],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

function Room({ show, mayChange, tell }: Changing & { show: Show }) {
  const facts = factsOf(show);
  const rename = (
    <FormDialog label={words.rename} lead={words.renameLead} look="outline">
      {(close) => (
        <EditForm
          show={show}
          onSaved={() => {
            close();
            tell(words.saved);
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <>
      <PrefixPanel show={show} />
      <FeedPanel show={show} mayChange={mayChange} tell={tell} />
      <ShowCreditSection show={show.key} />
      <ShowEpisodes show={show.key} />
      <PredictionsOf of={{ show: show.key }} />
      <Panel id="about" title={words.facts} aside={mayChange && rename}>
        {facts.length > 0 ? <Facts items={facts} /> : <p className="px-4 pb-5 text-muted sm:px-5">{words.nothingKnown}</p>}
      </Panel>
    </>
  );
}

/** One show: the prefix that counts its downloads, how its feed stands, and its episodes. */
export function ShowRoom() {
  const { key } = useParams({ from: '/signed-in/catalog/shows/$key' });
  const queryClient = useQueryClient();
  const query = useQuery(showQuery(key));
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: CATALOG });
  };
  const above = <Back to={paths.shows}>{catalogTexts.tabs.shows}</Back>;
  return (
    <One what={words.what} of={key} above={above} query={query}>
      {(show) => (
        <>
          <RoomHead title={show.name ?? key} above={above}>
            <code className="font-mono text-small break-all">{key}</code>
          </RoomHead>
          <Said text={said} />
          <Room show={show} mayChange={mayChange} tell={tell} />
        </>
      )}
    </One>
  );
}
