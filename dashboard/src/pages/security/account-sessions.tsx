import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { endOtherSessions, endSessionOf, type OwnSession } from '../../account-api.ts';
import { Instant } from '../../components/amount.tsx';
import { Failure } from '../../components/failure.tsx';
import { accountTexts } from '../../texts-account.ts';
import { texts } from '../../texts.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { ownSessionsQuery } from './account-queries.ts';

const words = accountTexts.sessions;

function End({ session, onEnded }: { session: OwnSession; onEnded: () => void }) {
  const { id, device, network, current } = session;
  if (current) return null;
  const name = words.endOf(device, network);
  return (
    <AskFirst
      label={words.end}
      name={name}
      title={`${name}?`}
      lead={words.othersLead}
      action={words.end}
      change={() => endSessionOf(id)}
      onDone={onEnded}
    />
  );
}

function columnsFor(onEnded: () => void): Column<OwnSession>[] {
  return [
    {
      id: 'device',
      header: words.device,
      cell: ({ device, current }) => (
        <span className="flex flex-wrap items-center gap-x-2 font-medium">
          {device}
          {current && <Tag>{words.here}</Tag>}
        </span>
      ),
    },
    { id: 'network', header: words.network, cell: ({ network }) => <span className="font-mono text-small">{network}</span> },
    { id: 'seen', header: words.seen, cell: ({ lastSeenAt }) => <Instant at={lastSeenAt} /> },
    { id: 'since', header: words.since, cell: ({ createdAt }) => <Instant at={createdAt} /> },
    { id: 'actions', header: words.actions, atEnd: true, cell: (session) => <End session={session} onEnded={onEnded} /> },
  ];
}

/** Where the person is signed in, and how to end it there. */
export function AccountSessions() {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(ownSessionsQuery);
  const [said, say] = useState('');
  const ended = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
  };
  const hasOthers = data !== undefined && data.items.length > 1;
  const others = (
    <AskFirst
      label={words.others}
      look="outline"
      title={`${words.others}?`}
      lead={words.othersLead}
      change={endOtherSessions}
      onDone={() => ended(words.othersEnded)}
    />
  );
  return (
    <Panel title={words.title} id="account-sessions" aside={hasOthers && others}>
      <div className={said === '' ? '' : 'px-4 pb-3 sm:px-5'}>
        <Said text={said} />
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonLines count={3} label={texts.loading} />}
      {data && <Table caption={words.list} columns={columnsFor(() => ended(words.ended))} rows={data.items} rowKey={({ id }) => id} />}
    </Panel>
  );
}
