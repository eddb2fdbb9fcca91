import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { InZone, Instant, Known } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { Empty } from '../../components/empty.tsx';
import { ChoiceFilter, FilterBar } from '../../components/filters.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { formatInstant, formatPlural, UNKNOWN } from '../../format.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { DELIVERY_STATES, type DeliveryState, type HookDelivery, replayDelivery } from '../../tracking-api.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { Said } from '../tenants/said.tsx';
import { DELIVERIES, deliveriesQuery, sourcesQuery, TRACKING } from './tracking-queries.ts';

const words = trackingTexts.deliveries;
const TONES: Record<DeliveryState, 'plain' | 'notice' | 'danger'> = {
  received: 'plain',
  waiting: 'notice',
  kept: 'plain',
  duplicate: 'plain',
  set_aside: 'plain',
  unknown_topic: 'notice',
  refused: 'danger',
  failed: 'danger',
};

function State({ delivery: { state, reason, attempts, nextAttemptAt } }: { delivery: HookDelivery }) {
  return (
    <span className="block max-w-80 min-w-40">
      <Tag tone={TONES[state]} title={words.stateHelp[state]}>
        {words.states[state]}
      </Tag>
      {reason !== null && <span className="block text-small wrap-anywhere text-muted">{reason}</span>}
      {nextAttemptAt !== null && (
        <span className="block text-small text-muted">
          {formatPlural(attempts, words.attempts)}, {words.again(formatInstant(nextAttemptAt))}
        </span>
      )}
    </span>
  );
}

function Replay({ delivery: { id, hasBody, state }, onDone }: { delivery: HookDelivery; onDone: (delivery: HookDelivery) => void }) {
  const replay = useSensitiveChange(replayDelivery, onDone);
  if (!hasBody) return <span className="text-small text-muted">{state === 'duplicate' ? words.repeated : words.gone}</span>;
  return (
    <>
      <Button look="quiet" aria-label={words.replayWho(id)} disabled={replay.isBusy} onClick={() => replay.start(id)}>
        {words.replay}
      </Button>
      {replay.problem !== undefined && (
        <span role="alert" className="block text-small text-danger">
          {replay.problem}
        </span>
      )}
      {replay.question}
    </>
  );
}

function columnsFor(onReplayed: (delivery: HookDelivery) => void): readonly Column<HookDelivery>[] {
  return [
    { id: 'received', header: words.received, beside: <InZone />, cell: ({ receivedAt }) => <Instant at={receivedAt} /> },
    { id: 'source', header: words.source, cell: ({ source }) => <span className="block max-w-40 truncate">{source}</span> },
    {
      id: 'topic',
      header: words.topic,
      cell: ({ topic }) => (topic === null ? <Known text={UNKNOWN} /> : <code className="font-mono text-small">{topic}</code>),
    },
    { id: 'state', header: words.state, cell: (delivery) => <State delivery={delivery} /> },
    {
      id: 'made',
      header: words.made,
      cell: ({ made }) =>
        made.length === 0 ? (
          <span className="text-muted">{words.nothing}</span>
        ) : (
          <span className="block max-w-64 font-mono text-small wrap-anywhere">{made.join(', ')}</span>
        ),
    },
    {
      id: 'actions',
      header: settingsTexts.actions,
      atEnd: true,
      cell: (delivery) => <Replay delivery={delivery} onDone={onReplayed} />,
    },
  ];
}

/** What is chosen to look at, in the address, so that a source can lead here. */
function useChoice() {
  const { source, state } = useSearch({ from: '/signed-in/tracking/deliveries' });
  const navigate = useNavigate();
  const choose = (part: { source?: string; state?: DeliveryState }) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  return { filter: { source, state }, choose };
}

/** What shops and tools sent, newest first, with what became of it. */
export function Deliveries() {
  const queryClient = useQueryClient();
  const { filter, choose } = useChoice();
  const sources = useQuery(sourcesQuery).data ?? [];
  const list = useInfiniteQuery(deliveriesQuery(filter));
  const [said, say] = useState('');
  const replayed = ({ state }: HookDelivery) => {
    say(words.replayed(words.states[state]));
    // Another choice would first show what was so before.
    queryClient.removeQueries({ queryKey: DELIVERIES, type: 'inactive' });
    void queryClient.invalidateQueries({ queryKey: TRACKING });
  };
  return (
    <>
      <RoomHead title={trackingTexts.tabs.deliveries}>{words.lead}</RoomHead>
      <FilterBar>
        <ChoiceFilter
          label={words.source}
          value={filter.source ?? ''}
          options={[['', words.allSources] as const, ...sources.map(({ key, name }) => [key, name ?? key] as const)]}
          onChoose={(source) => choose({ source: source || undefined })}
        />
        <ChoiceFilter
          label={words.state}
          value={filter.state ?? ''}
          options={[['', words.allStates] as const, ...DELIVERY_STATES.map((state) => [state, words.states[state]] as const)]}
          onChoose={(state) => choose({ state: state || undefined })}
        />
      </FilterBar>
      <Said text={said} />
      <Panel id="deliveries" title={words.list}>
        <PagedList
          list={list}
          caption={words.list}
          columns={columnsFor(replayed)}
          rowKey={({ id }) => id}
          counted={words.counted}
          empty={<Empty title={words.empty} help={words.emptyHelp} />}
        />
      </Panel>
    </>
  );
}
