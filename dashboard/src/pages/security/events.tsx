import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import type { SecurityEvent, Severity } from '../../audit-api.ts';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { auditTexts } from '../../texts-audit.ts';
import { texts } from '../../texts.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { eventsQuery } from './audit-queries.ts';
import { Older } from './older.tsx';

const words = auditTexts.events;

const TONES = { info: 'plain', low: 'plain', medium: 'notice', high: 'danger' } as const satisfies Record<Severity, string>;
const SHOWN = { all: [], medium: ['medium', 'high'], high: ['high'] } as const satisfies Record<string, readonly Severity[]>;
type Shown = keyof typeof SHOWN;

const CHOICES = (['all', 'medium', 'high'] as const).map((value) => ({ value, label: words[value] }));

function said(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function Detail({ detail }: { detail: SecurityEvent['detail'] }) {
  const members = Object.entries(detail);
  if (members.length === 0) return null;
  return (
    <dl className="grid max-w-96 grid-cols-[auto_1fr] gap-x-2 text-small">
      {members.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="wrap-anywhere">{said(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

const COLUMNS: readonly Column<SecurityEvent>[] = [
  { id: 'time', header: words.time, cell: ({ occurredAt }) => <Instant at={occurredAt} /> },
  { id: 'severity', header: words.severity, cell: ({ severity }) => <Tag tone={TONES[severity]}>{words.severities[severity]}</Tag> },
  {
    id: 'kind',
    header: words.kind,
    cell: ({ text, kind }) => (
      <span className="flex min-w-56 flex-col">
        {text}
        <code className="font-mono text-caption text-muted">{kind}</code>
      </span>
    ),
  },
  {
    id: 'actor',
    header: words.actor,
    cell: ({ actor }) => (
      <code className="block max-w-44 truncate font-mono text-small" title={actor}>
        {actor}
      </code>
    ),
  },
  { id: 'detail', header: words.detail, cell: ({ detail }) => <Detail detail={detail} /> },
];

function Rows({ shown }: { shown: Shown }) {
  const list = useInfiniteQuery(eventsQuery(SHOWN[shown]));
  if (list.error && !list.data) return <ListFailure error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonLines count={8} label={texts.loading} />;
  const rows = list.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return <Empty title={words.empty} help={words.emptyHelp} />;
  return (
    <>
      <Table caption={words.list} columns={COLUMNS} rows={rows} rowKey={({ id }) => id} />
      <Older {...list} />
    </>
  );
}

/** What bears on the tenant's safety, newest first, all of it or only what is worse. */
export function SecurityEvents() {
  const [shown, show] = useState<Shown>('all');
  return (
    <>
      <RoomHead title={auditTexts.tabs.events}>{words.lead}</RoomHead>
      <Panel
        id="security-events"
        title={words.list}
        aside={<Segmented label={words.show} choices={CHOICES} value={shown} onChoose={show} />}
      >
        <Rows shown={shown} />
      </Panel>
    </>
  );
}
