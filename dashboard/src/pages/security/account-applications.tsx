import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Consent, withdrawConsent } from '../../applications-api.ts';
import { Instant } from '../../components/amount.tsx';
import { Failure } from '../../components/failure.tsx';
import { applicationTexts } from '../../texts-applications.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { consentsQuery } from './application-queries.ts';
import { scopeLine } from './application-scopes.ts';

const words = applicationTexts.consents;

function columnsFor(onWithdrawn: (client: string) => void): readonly Column<Consent>[] {
  return [
    {
      id: 'application',
      header: words.application,
      cell: ({ client }) => (
        <span className="block max-w-44 truncate font-medium sm:max-w-72" title={client}>
          {client}
        </span>
      ),
    },
    { id: 'tenant', header: words.tenant, cell: ({ tenant }) => <span className="block max-w-44 truncate">{tenant}</span> },
    {
      id: 'may',
      header: words.may,
      cell: ({ scopes }) => <span className="block min-w-40">{scopeLine(scopes)}</span>,
    },
    { id: 'since', header: words.since, cell: ({ since }) => <Instant at={since} /> },
    { id: 'until', header: words.until, cell: ({ expiresAt }) => <Instant at={expiresAt} /> },
    {
      id: 'actions',
      header: settingsTexts.actions,
      atEnd: true,
      cell: ({ clientId, client }) => (
        <AskFirst
          label={words.withdraw}
          name={words.withdrawFrom(client)}
          title={words.withdrawTitle(client)}
          lead={words.withdrawLead}
          change={() => withdrawConsent(clientId)}
          onDone={() => onWithdrawn(client)}
        />
      ),
    },
  ];
}

/** The applications that a person let in, what each may do, and how to take it back. */
export function AccountApplications() {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(consentsQuery);
  const [said, say] = useState('');
  const withdrawn = (client: string) => {
    say(words.withdrawn(client));
    void queryClient.invalidateQueries({ queryKey: consentsQuery.queryKey });
  };
  return (
    <Panel title={words.title} id="account-applications">
      <div className={said === '' ? '' : 'px-4 pb-3 sm:px-5'}>
        <Said text={said} />
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonLines count={2} label={texts.loading} />}
      {data?.length === 0 && <p className="max-w-2xl px-4 pb-5 text-muted sm:px-5">{words.empty}</p>}
      {data && data.length > 0 && (
        <Table caption={words.list} columns={columnsFor(withdrawn)} rows={data} rowKey={({ clientId }) => clientId} />
      )}
    </Panel>
  );
}
