import { useInfiniteQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { type AuditEntry, type ExportFormat, exportAuditLog } from '../../audit-api.ts';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { auditTexts } from '../../texts-audit.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Said } from '../tenants/said.tsx';
import { type AuditFilter, auditQuery } from './audit-queries.ts';
import { Change, Named } from './audit-change.tsx';
import { Older } from './older.tsx';

const words = auditTexts.audit;

const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: 'time', header: words.time, cell: ({ occurredAt }) => <Instant at={occurredAt} /> },
  { id: 'actor', header: words.actor, cell: ({ actor }) => <Named text={actor} /> },
  { id: 'action', header: words.action, cell: ({ action }) => <code className="font-mono text-small">{action}</code> },
  { id: 'target', header: words.target, cell: ({ target }) => <Named text={target} /> },
  { id: 'change', header: words.change, cell: (entry) => <Change entry={entry} /> },
];

function Filter({ onFilter }: { onFilter: (filter: AuditFilter) => void }) {
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    onFilter({ actor: fieldText(form, 'actor') || undefined, action: fieldText(form, 'action') || undefined });
  };
  return (
    <form role="search" onSubmit={submit} className="grid items-start gap-3 px-4 pb-4 sm:grid-cols-[1fr_1fr_auto] sm:px-5">
      <TextField name="actor" label={words.actor} help={words.actorHelp} maxLength={300} />
      <TextField name="action" label={words.action} help={words.actionHelp} maxLength={100} />
      <Button type="submit" className="min-h-10 sm:mt-6">
        {words.filter}
      </Button>
    </form>
  );
}

function Exports({ onDone }: { onDone: () => void }) {
  const exporting = useSensitiveChange<ExportFormat, Blob>(exportAuditLog, (file, format) => {
    saveFile(file, `audit-log.${format}`);
    onDone();
  });
  return (
    <div className="flex flex-wrap gap-2">
      <Button disabled={exporting.isBusy} onClick={() => exporting.start('csv')}>
        {words.exportCsv}
      </Button>
      <Button disabled={exporting.isBusy} onClick={() => exporting.start('ndjson')}>
        {words.exportNdjson}
      </Button>
      {exporting.problem !== undefined && (
        <Notice tone="danger" live="alert">
          {exporting.problem}
        </Notice>
      )}
      {exporting.question}
    </div>
  );
}

function Rows({ filter }: { filter: AuditFilter }) {
  const list = useInfiniteQuery(auditQuery(filter));
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

/** Who did what in this tenant, newest first, with what it changed; and the whole of it as a file. */
export function AuditLog() {
  const [filter, setFilter] = useState<AuditFilter>({});
  const [said, say] = useState('');
  return (
    <>
      <RoomHead title={auditTexts.tabs.audit}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="audit-log" title={words.list} aside={<Exports onDone={() => say(words.exported)} />}>
        <Filter onFilter={setFilter} />
        <Rows filter={filter} />
      </Panel>
    </>
  );
}
