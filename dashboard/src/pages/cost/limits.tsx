import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatCount, formatInstant } from '../../format.ts';
import { type Limit, listLimits, removeLimit } from '../../limits-api.ts';
import { limitTexts as words } from '../../texts-limits.ts';
import { texts } from '../../texts.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { LimitForm } from './limit-form.tsx';
import { formatQuantity } from './usage-amounts.ts';
import { COST } from './usage-queries.ts';

const limitsQuery = queryOptions({ queryKey: [...COST, 'limits'], queryFn: ({ signal }) => listLimits(signal), refetchInterval: 15_000 });

const TONES = { below: 'plain', soft: 'notice', grace: 'notice', hard: 'danger' } as const;
const FILLS = { below: 'bg-accent', soft: 'bg-notice', grace: 'bg-notice', hard: 'bg-danger' } as const;

const share = (part: number, most: number) => `${Math.min(100, most === 0 ? 100 : (100 * part) / most)}%`;

/** What is used, what is reserved behind it, and where limits stand, on a track as long as what is allowed or, beyond it, taken. */
function Bar({ limit }: { limit: Limit }) {
  const { used, reserved, soft, hard, allowed, standing, percent } = limit;
  const [usedNumber, taken] = [Number(used), Number(used) + Number(reserved)];
  const end = Math.max(taken, Number(allowed ?? hard ?? soft ?? 0));
  const marks = [soft, hard].filter((mark) => mark !== null && Number(mark) < end);
  return (
    <div
      className="relative h-2.5 w-full min-w-40 overflow-hidden rounded-full bg-sunken"
      role="img"
      aria-label={words.bar(formatCount(percent))}
    >
      <div className={`absolute inset-y-0 left-0 opacity-40 ${FILLS[standing]}`} style={{ width: share(taken, end) }} />
      <div className={`absolute inset-y-0 left-0 ${FILLS[standing]}`} style={{ width: share(usedNumber, end) }} />
      {marks.map((mark) => (
        <div key={mark} className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: share(Number(mark), end) }} />
      ))}
    </div>
  );
}

function whose({ entity }: Limit): string {
  if (entity.type === 'tenant') return words.whole;
  return entity.type === 'campaign' ? words.campaign(entity.key ?? '') : words.feature(entity.key ?? '');
}

function mostOf({ soft, hard, unit, gracePercent, graceUntil }: Limit): string {
  return [
    soft !== null && words.soft(formatQuantity(soft, unit)),
    hard !== null && words.hard(formatQuantity(hard, unit)),
    gracePercent > 0 && words.gracePercentOf(gracePercent),
    graceUntil !== null && words.graceUntilOf(formatInstant(graceUntil)),
  ]
    .filter((part) => part !== false)
    .join(', ');
}

const COLUMNS: readonly Column<Limit>[] = [
  {
    id: 'limit',
    header: words.limit,
    cell: (limit) => (
      <span className="flex min-w-44 flex-col wrap-anywhere">
        <span className="font-medium">{limit.key}</span>
        <span className="text-small text-muted">
          {limit.meter}, {words.periods[limit.period]}, {whose(limit)}
        </span>
      </span>
    ),
  },
  {
    id: 'used',
    header: words.used,
    cell: (limit) => (
      <span className="flex min-w-52 flex-col gap-1">
        <span title={limit.used}>
          {words.of(formatQuantity(limit.used, limit.unit), limit.unit === 'bytes' ? '' : limit.unit)}
          {limit.reserved !== '0' && <span className="text-muted"> {words.reserved(formatQuantity(limit.reserved, limit.unit))}</span>}
        </span>
        <Bar limit={limit} />
        <span className="text-small text-muted">{mostOf(limit)}</span>
      </span>
    ),
  },
  {
    id: 'standing',
    header: words.standing,
    cell: ({ standing, percent }) => (
      <span className="flex flex-col items-start gap-1">
        <Tag tone={TONES[standing]}>{words.standings[standing]}</Tag>
        <span className="text-small text-muted">{words.percent(formatCount(percent))}</span>
      </span>
    ),
  },
  { id: 'anew', header: words.anew, cell: ({ resetsAt }) => <time dateTime={resetsAt}>{formatInstant(resetsAt)}</time> },
];

function actionsFor(onSaved: (limit: Limit) => void, onRemoved: (key: string) => void): Column<Limit> {
  return {
    id: 'actions',
    header: words.actions,
    cell: (limit) => (
      <span className="flex gap-1">
        <FormDialog label={words.change} name={words.changeOne(limit.key)} lead={words.changeLead} look="quiet">
          {(close) => (
            <LimitForm
              of={limit}
              onSaved={(saved) => {
                close();
                onSaved(saved);
              }}
            />
          )}
        </FormDialog>
        <AskFirst
          label={words.remove}
          name={words.removeOne(limit.key)}
          title={words.removeTitle(limit.key)}
          lead={words.removeLead}
          change={() => removeLimit(limit.key)}
          onDone={() => onRemoved(limit.key)}
        />
      </span>
    ),
  };
}

function AddLimit({ onSaved }: { onSaved: (limit: Limit) => void }) {
  return (
    <FormDialog label={words.add} lead={words.addLead} look="outline">
      {(close) => (
        <LimitForm
          onSaved={(limit) => {
            close();
            onSaved(limit);
          }}
        />
      )}
    </FormDialog>
  );
}

/** The limits that the tenant sets itself, and how each stands. */
export function CostLimits() {
  const queryClient = useQueryClient();
  const mayChange = useMay('administer');
  const [said, say] = useState('');
  const { data, error, refetch } = useQuery(limitsQuery);
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: limitsQuery.queryKey });
  };
  const saved = ({ key }: Limit) => tell(words.saved(key));
  const columns = mayChange ? [...COLUMNS, actionsFor(saved, (key) => tell(words.removed(key)))] : COLUMNS;
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel
        id="limits"
        title={words.list}
        beside={<WhatIsThis definition={words.definition} />}
        aside={mayChange && <AddLimit onSaved={saved} />}
      >
        {data ? (
          data.items.length === 0 ? (
            <Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyReader} />
          ) : (
            <Table caption={words.list} columns={columns} rows={data.items} rowKey={({ key }) => key} />
          )
        ) : error ? (
          <ListFailure error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines count={6} label={texts.loading} />
        )}
      </Panel>
    </>
  );
}
