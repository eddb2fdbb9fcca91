import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { LocalAddress } from '../../components/local-address.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatInstant } from '../../format.ts';
import { paths } from '../../paths.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { putSource, removeSource, type Source } from '../../tracking-api.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Back } from '../catalog/back.tsx';
import { One } from '../catalog/one.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Facts } from '../tenants/facts.tsx';
import { Said } from '../tenants/said.tsx';
import { RotateSecret } from './source-rotate.tsx';
import { SourceTermsForm } from './source-form.tsx';
import { PUBLIC_ID_LABELS } from './source-terms.ts';
import { SourceState } from './source-state.tsx';
import { sourceQuery, TRACKING } from './tracking-queries.ts';

const words = trackingTexts.sources;

function factsOf(source: Source) {
  const { lastReceivedAt, lastFailedAt, lastFault, hasSecret, previousSecretUntil, options } = source;
  return [
    { name: words.state, value: <SourceState source={source} /> },
    {
      name: words.lastReceived,
      value: lastReceivedAt === null ? <span className="text-muted">{words.never}</span> : <Instant at={lastReceivedAt} />,
    },
    ...(lastFailedAt === null ? [] : [{ name: words.lastFailed, value: <Instant at={lastFailedAt} />, help: lastFault ?? undefined }]),
    {
      name: words.secret,
      value: hasSecret ? words.hasSecret : words.noSecret,
      help: previousSecretUntil === null ? undefined : words.previousSecret(formatInstant(previousSecretUntil)),
    },
    ...(options.shop === undefined ? [] : [{ name: words.shop, value: options.shop }]),
    ...(options.revenue === undefined ? [] : [{ name: words.revenue, value: words.revenues[options.revenue] }]),
  ];
}

interface ActionsProps {
  source: Source;
  tell: (text: string) => void;
  onRemoved: () => void;
}

function Switch({ source: { key, name, isEnabled, options }, tell }: Pick<ActionsProps, 'source' | 'tell'>) {
  const flip = (to: boolean) => putSource(key, { name, isEnabled: to, options });
  const on = useSensitiveChange(flip, () => tell(words.switched.on));
  if (isEnabled)
    return (
      <AskFirst
        label={words.disable}
        look="outline"
        title={words.disableTitle(key)}
        lead={words.disableLead}
        change={() => flip(false)}
        onDone={() => tell(words.switched.off)}
      />
    );
  return (
    <>
      <Button disabled={on.isBusy} onClick={() => on.start(true)}>
        {words.enable}
      </Button>
      {on.question}
    </>
  );
}

function Actions({ source, tell, onRemoved }: ActionsProps) {
  const { key, hasSecret } = source;
  return (
    <span className="flex flex-wrap gap-2">
      <FormDialog label={catalogTexts.edit} title={key} lead={words.editLead} look="outline">
        {(close) => (
          <SourceTermsForm
            source={source}
            onSaved={() => {
              close();
              tell(words.saved);
            }}
          />
        )}
      </FormDialog>
      {hasSecret && <RotateSecret source={source} onRotated={() => tell(words.rotated)} />}
      <Switch source={source} tell={tell} />
      <AskFirst
        label={catalogTexts.remove}
        look="outline"
        title={words.removeTitle(key)}
        lead={words.removeLead}
        change={() => removeSource(key)}
        onDone={onRemoved}
      />
    </span>
  );
}

function SetUp({ source: { key, kind, address, publicId } }: { source: Source }) {
  const idLabel = PUBLIC_ID_LABELS[kind];
  return (
    <Panel
      id="set-up"
      title={words.setUp}
      aside={
        address !== null &&
        idLabel === undefined && (
          <Link
            to={paths.deliveries}
            search={{ source: key }}
            className="inline-flex min-h-9 items-center font-medium text-accent underline underline-offset-4"
          >
            {words.deliveries}
          </Link>
        )
      }
    >
      <div className="flex flex-col gap-3 px-4 pb-5 sm:px-5">
        <p className="max-w-3xl text-muted">{words.howTo[kind]}</p>
        {address !== null && <CopyField label={words.address} value={address} />}
        <LocalAddress text={address ?? ''} />
        {idLabel !== undefined && publicId !== null && (
          <>
            <CopyField label={idLabel} value={publicId} />
            <p className="text-muted">{words.arrivals}</p>
          </>
        )}
      </div>
    </Panel>
  );
}

/** One source: how to set it up on the other side, and what came of it. */
export function SourceRoom() {
  const { key } = useParams({ from: '/signed-in/tracking/sources/$key' });
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const query = useQuery(sourceQuery(key));
  const mayChange = useMay('administer');
  const [said, say] = useState('');
  const read = () => queryClient.invalidateQueries({ queryKey: TRACKING });
  const tell = (text: string) => {
    say(text);
    void read();
  };
  const removed = async () => {
    await navigate({ to: paths.sources, search: {} });
    await read();
  };
  const above = <Back to={paths.sources}>{trackingTexts.tabs.sources}</Back>;
  return (
    <One what={words.missing} of={key} above={above} query={query}>
      {(source) => (
        <>
          <RoomHead title={source.name ?? key} above={above}>
            {words.kinds[source.kind]} · <code className="font-mono text-small break-all">{key}</code>
          </RoomHead>
          <Said text={said} />
          <SetUp source={source} />
          <Panel
            id="source"
            title={words.facts}
            aside={mayChange && <Actions source={source} tell={tell} onRemoved={() => void removed()} />}
          >
            <Facts items={factsOf(source)} />
          </Panel>
        </>
      )}
    </One>
  );
}
