import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Allocation } from '../../allocation-api.ts';
import { Instant } from '../../components/amount.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatMoney } from '../../format.ts';
import { allocationTexts as words } from '../../texts-allocation.ts';
import { texts } from '../../texts.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice, Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { AllocationChart } from './allocation-chart.tsx';
import { allocationQuery, formatMonth } from './allocation-queries.ts';
import { sumsByOwner } from './allocation-sums.ts';
import { LineTable, OwnerTable } from './allocation-table.tsx';

function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <div className="px-4 pb-3 sm:px-5">
      <Notice>
        <ul className="flex flex-col gap-1">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

/** What a split of a bill came to. */
export function AllocationResult({ id }: { id: string }) {
  const { data: found, error, refetch } = useQuery(allocationQuery(id));
  const [chosen, choose] = useState<string>();
  if (!found)
    return error ? <ListFailure error={error} onRetry={() => void refetch()} /> : <SkeletonLines count={8} label={texts.loading} />;
  const { month, dimension, version, invoices, pools, isLatest, isMonthOpen, rulesVersion } = found;
  const invoice = invoices.find(({ currency }) => currency === chosen) ?? invoices[0];
  const { currency, amountMinor } = invoice;
  const header = words.owners[dimension];
  const sums = sumsByOwner(found, currency);
  const noted = pools.filter((pool) => pool.currency === currency && pool.note !== null);
  const notes = [
    ...(isLatest ? [] : [words.older]),
    ...(isMonthOpen ? [words.openMonth] : []),
    ...noted.map(({ pool, note }) => `${pool}: ${note ?? ''}`),
  ];
  return (
    <Panel
      id="allocation"
      title={words.result(formatMonth(month), version)}
      beside={<WhatIsThis definition={words.definition} />}
      aside={
        <span className="flex flex-wrap items-center gap-3">
          {invoices.length > 1 && (
            <Segmented
              label={words.currency}
              choices={invoices.map((one) => ({ value: one.currency, label: one.currency }))}
              value={currency}
              onChoose={choose}
            />
          )}
          <ButtonLink href={`/api/v1/cost/allocations/${id}/lines`} download>
            {words.csv}
          </ButtonLink>
        </span>
      }
    >
      <p className="px-4 pb-2 text-small text-muted sm:px-5">{words.of(formatMoney(amountMinor, currency), rulesVersion)}</p>
      <Notes notes={notes} />
      <AllocationChart sums={sums} currency={currency} />
      <OwnerTable header={header} sums={sums} currency={currency} invoiceMinor={amountMinor} />
      <LineTable header={header} found={found} />
    </Panel>
  );
}

function versionColumns(shown: string | undefined, onShow: (id: string) => void): readonly Column<Allocation>[] {
  return [
    {
      id: 'version',
      header: words.version,
      cell: ({ id, version, isMonthOpen }) => (
        <span className="flex items-center gap-2">
          <Button look="quiet" className="-ml-2" aria-label={words.show(version)} aria-pressed={id === shown} onClick={() => onShow(id)}>
            {version}
          </Button>
          {isMonthOpen && <Tag>{words.open}</Tag>}
        </span>
      ),
    },
    { id: 'at', header: words.computed, cell: ({ createdAt }) => <Instant at={createdAt} /> },
    {
      id: 'amount',
      ...figure(words.amount, meanings.allocated),
      cell: ({ invoices }) => invoices.map(({ amountMinor, currency }) => formatMoney(amountMinor, currency)).join(' · '),
    },
    {
      id: 'hash',
      header: words.hash,
      cell: ({ inputHash }) => (
        <code className="text-small text-muted" title={inputHash}>
          {inputHash.slice(0, 12)}
        </code>
      ),
    },
  ];
}

/** Every version of a split, the newest first. */
export function AllocationVersions({
  items,
  shown,
  onShow,
}: {
  items: readonly Allocation[];
  shown: string | undefined;
  onShow: (id: string) => void;
}) {
  return (
    <Panel id="versions" title={words.versions}>
      <Table caption={words.versions} columns={versionColumns(shown, onShow)} rows={items} rowKey={({ id }) => id} />
    </Panel>
  );
}
