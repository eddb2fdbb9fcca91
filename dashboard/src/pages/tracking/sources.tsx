import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { paths } from '../../paths.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import type { Source, SourceWithSecret } from '../../tracking-api.ts';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { FoundList } from '../catalog/found-table.tsx';
import { LINK, Named } from '../catalog/named.tsx';
import { ShownOnce } from '../tenants/shown-once.tsx';
import { NewSourceForm } from './source-form.tsx';
import { shownSecret } from './source-terms.ts';
import { isFailing, SourceState } from './source-state.tsx';
import { sourcesQuery, TRACKING } from './tracking-queries.ts';

const words = trackingTexts.sources;

function SourceName({ source: { key, name } }: { source: Source }) {
  return (
    <Named name={name} of={key}>
      {(text) => (
        <Link to={paths.source} params={{ key }} search={{}} className={LINK}>
          {text}
        </Link>
      )}
    </Named>
  );
}

const COLUMNS: readonly Column<Source>[] = [
  {
    id: 'source',
    header: words.source,
    sortValue: ({ key, name }) => (name ?? key).toLowerCase(),
    cell: (source) => <SourceName source={source} />,
  },
  { id: 'kind', header: words.kind, sortValue: ({ kind }) => words.kinds[kind], cell: ({ kind }) => words.kinds[kind] },
  { id: 'state', header: words.state, cell: (source) => <SourceState source={source} /> },
  {
    id: 'received',
    header: words.lastReceived,
    sortValue: ({ lastReceivedAt }) => lastReceivedAt,
    cell: ({ lastReceivedAt }) =>
      lastReceivedAt === null ? <span className="text-muted">{words.never}</span> : <Instant at={lastReceivedAt} />,
  },
  {
    id: 'fault',
    header: words.lastFailed,
    cell: (source) =>
      source.lastFailedAt === null ? null : (
        <span className={`block max-w-80 text-small ${isFailing(source) ? 'text-danger' : 'text-muted'}`}>
          <Instant at={source.lastFailedAt} />
          <span className="block wrap-anywhere">{source.lastFault}</span>
        </span>
      ),
  },
];

/** What tells of orders by itself, and what is asked for figures. */
export function Sources() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const list = useQuery(sourcesQuery);
  const mayChange = useMay('administer');
  const [made, show] = useState<SourceWithSecret>();
  const open = (key: string) => void navigate({ to: paths.source, params: { key }, search: {} });
  const created = (source: SourceWithSecret) => {
    void queryClient.invalidateQueries({ queryKey: TRACKING });
    if (source.secret === null) open(source.key);
    else show(source);
  };
  const create = (
    <FormDialog label={words.create} lead={words.createLead}>
      {(close) => (
        <NewSourceForm
          onCreated={(source) => {
            close();
            created(source);
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <>
      <RoomHead title={trackingTexts.tabs.sources}>{words.lead}</RoomHead>
      <Panel id="sources" title={words.list} aside={list.data && mayChange && create}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={COLUMNS}
          rowKey={({ key }) => key}
          textOf={({ key, name, kind }) => `${key} ${name ?? ''} ${words.kinds[kind]}`}
          empty={<Empty title={words.empty} help={words.emptyHelp} />}
        />
      </Panel>
      <ShownOnce
        title={words.secretTitle}
        lead={words.secretLead}
        {...(made === undefined ? { label: words.secretLabel, secret: undefined } : shownSecret(made))}
        done={words.secretDone}
        onDone={() => {
          show(undefined);
          if (made) open(made.key);
        }}
      />
    </>
  );
}
