import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { type Application, deleteApplication } from '../../applications-api.ts';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { applicationTexts as words } from '../../texts-applications.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { ChangeApplication, type Credentials, RegisterApplication, RenewSecret, ShownCredentials } from './application-dialogs.tsx';
import { applicationsQuery } from './application-queries.ts';
import { scopeLine } from './application-scopes.ts';

function Name({ application: { name, id, kind } }: { application: Application }) {
  return (
    <span className="flex max-w-44 flex-col items-start sm:max-w-72">
      <span className="max-w-full truncate font-medium" title={name}>
        {name}
      </span>
      <span className="text-small text-muted">{words.kinds[kind][0]}</span>
      <code className="max-w-full truncate font-mono text-caption text-muted select-all" title={id}>
        {id}
      </code>
    </span>
  );
}

function Redirects({ redirectUris: [first, ...others] }: Application) {
  if (first === undefined) return <span className="text-faint">{words.nobody}</span>;
  return (
    <span className="flex max-w-60 flex-col" title={[first, ...others].join('\n')}>
      <span className="truncate">{first}</span>
      {others.length > 0 && <span className="text-small text-muted">{words.more(others.length)}</span>}
    </span>
  );
}

interface Doing {
  onShown: (credentials: Credentials) => void;
  onDone: (said: string) => void;
}

function Actions({ application, onShown, onDone }: Doing & { application: Application }) {
  const { id, name, kind } = application;
  return (
    <span className="inline-flex">
      <ChangeApplication application={application} onChanged={(changed) => onDone(words.changed(changed.name))} />
      {(kind === 'web' || kind === 'service') && <RenewSecret application={application} onRenewed={onShown} />}
      <AskFirst
        label={words.remove}
        name={words.removeWho(name)}
        title={words.removeTitle(name)}
        lead={words.removeLead}
        change={() => deleteApplication(id)}
        onDone={() => onDone(words.removed(name))}
      />
    </span>
  );
}

function columnsFor(doing: Doing): readonly Column<Application>[] {
  return [
    { id: 'name', header: words.application, cell: (application) => <Name application={application} /> },
    {
      id: 'may',
      header: words.may,
      cell: ({ scopes }) => <span className="block min-w-40">{scopeLine(scopes)}</span>,
    },
    { id: 'redirects', header: words.sendsTo, cell: Redirects },
    { id: 'since', header: words.since, cell: ({ createdAt }) => <Instant at={createdAt} /> },
    {
      id: 'actions',
      header: settingsTexts.actions,
      atEnd: true,
      cell: (application) => <Actions application={application} {...doing} />,
    },
  ];
}

/** The programs that may ask this tenant's members for access, or act here by themselves. */
export function Applications() {
  const queryClient = useQueryClient();
  const list = useQuery(applicationsQuery);
  const [said, say] = useState('');
  const [credentials, show] = useState<Credentials>();
  const read = () => void queryClient.invalidateQueries({ queryKey: applicationsQuery.queryKey });
  const done = (text: string) => {
    say(text);
    read();
  };
  const register = (
    <RegisterApplication
      onCreated={({ id, name, clientSecret }) => {
        show({ title: words.registered(name), id, secret: clientSecret });
        read();
      }}
    />
  );
  return (
    <>
      <RoomHead title={words.title}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="applications" title={words.list} aside={list.data && register}>
        {list.error && !list.data && <ListFailure error={list.error} onRetry={() => void list.refetch()} />}
        {!list.data && !list.error && <SkeletonLines count={3} label={texts.loading} />}
        {list.data?.length === 0 && <Empty title={words.empty} help={words.emptyHelp} />}
        {list.data && list.data.length > 0 && (
          <Table caption={words.list} columns={columnsFor({ onShown: show, onDone: done })} rows={list.data} rowKey={({ id }) => id} />
        )}
      </Panel>
      <ShownCredentials credentials={credentials} onDone={() => show(undefined)} />
    </>
  );
}
