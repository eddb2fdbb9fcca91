import { useInfiniteQuery } from '@tanstack/react-query';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import type { LogEntry } from '../../platform-api.ts';
import { auditTexts } from '../../texts-audit.ts';
import { platformTenantTexts } from '../../texts-platform-tenants.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Change, Named } from '../security/audit-change.tsx';
import { Older } from '../security/older.tsx';
import { platformLogQuery } from './platform-tenant-queries.ts';

const words = platformTenantTexts.log;
const heads = auditTexts.audit;

const COLUMNS: readonly Column<LogEntry>[] = [
  { id: 'time', header: heads.time, cell: ({ occurredAt }) => <Instant at={occurredAt} /> },
  { id: 'actor', header: heads.actor, cell: ({ actor }) => <Named text={actor} /> },
  { id: 'action', header: heads.action, cell: ({ action }) => <code className="font-mono text-small">{action}</code> },
  { id: 'target', header: heads.target, cell: ({ target }) => <Named text={target} /> },
  { id: 'change', header: heads.change, cell: (entry) => <Change entry={entry} /> },
];

function Entries() {
  const list = useInfiniteQuery(platformLogQuery);
  if (list.error && !list.data) return <ListFailure error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonLines count={8} label={texts.loading} />;
  const rows = list.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return <Empty title={words.empty} help={words.emptyHelp} />;
  return (
    <>
      <Table caption={words.list} columns={COLUMNS} rows={rows} rowKey={({ seq }) => String(seq)} />
      <Older {...list} />
    </>
  );
}

/** The installation's own log, newest first. */
export function PlatformLog() {
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Panel id="platform-log" title={words.list}>
        <Entries />
      </Panel>
    </>
  );
}
