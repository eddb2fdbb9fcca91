import { meanings } from '../../definitions-of-columns.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatMoney, formatPlural, formatShare } from '../../format.ts';
import { paths } from '../../paths.ts';
import { bookInvoice, PLATFORM, type TenantAllocation, type TenantDetails } from '../../platform-api.ts';
import { allocationTexts } from '../../texts-allocation.ts';
import { platformTexts } from '../../texts-platform.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { cellClass, type Column, figure, Table } from '../../ui/table.tsx';
import { AllocationChart } from '../cost/allocation-chart.tsx';
import { formatMonth } from '../cost/allocation-queries.ts';
import { type OwnerSum, sumsByOwner } from '../cost/allocation-sums.ts';
import { formatQuantity } from '../cost/usage-amounts.ts';
import { Said } from '../tenants/said.tsx';
import { invoiceQuery, tenantsQuery } from './platform-queries.ts';

const words = platformTexts.invoices;

type Line = TenantAllocation['lines'][number];

const LINE_COLUMNS: readonly Column<Line & { name: string }>[] = [
  { id: 'tenant', header: words.tenant, cell: ({ name }) => <span className="block min-w-28 wrap-anywhere">{name}</span> },
  { id: 'pool', header: words.pool, cell: ({ pool }) => pool ?? '' },
  { id: 'driver', header: allocationTexts.driver, cell: ({ driver }) => allocationTexts.drivers[driver] },
  {
    id: 'basis',
    ...figure(allocationTexts.basis, meanings.basis),
    cell: ({ basis, unit }) => (basis === null ? '' : `${formatQuantity(basis, unit ?? '')}${unit === 'bytes' ? '' : ` ${unit ?? ''}`}`),
  },
  {
    id: 'amount',
    ...figure(allocationTexts.amount, meanings.poolAmount),
    cell: ({ amountMinor, currency }) => formatMoney(amountMinor, currency),
  },
];

function sumColumns({ currency, amountMinor }: TenantAllocation): readonly Column<OwnerSum>[] {
  return [
    {
      id: 'tenant',
      header: words.tenant,
      cell: ({ kind, name, owner }) =>
        kind === 'owner' ? (
          <span className="font-medium wrap-anywhere">{name ?? owner}</span>
        ) : (
          <span className="text-muted">{allocationTexts[kind]}</span>
        ),
    },
    { id: 'amount', ...figure(allocationTexts.amount, meanings.tenantAmount), cell: ({ totalMinor }) => formatMoney(totalMinor, currency) },
    {
      id: 'part',
      ...figure(words.share, meanings.tenantPart),
      cell: ({ totalMinor }) => formatShare(amountMinor > 0 ? totalMinor / amountMinor : null),
    },
  ];
}

/** Books a split once somebody has said so twice, and tells what came of it. */
function Booking({ found: { id, currency }, onSaid }: { found: TenantAllocation; onSaid: (text: string) => void }) {
  const queryClient = useQueryClient();
  const [isAsked, ask] = useState(false);
  const book = useMutation({
    mutationFn: () => bookInvoice(id),
    onSuccess: ({ entries, tenants, bookedMinor, notBookedMinor }) => {
      ask(false);
      const amount = formatMoney(bookedMinor, currency);
      const done = words.booked(formatPlural(entries, words.entryCount), formatPlural(tenants, words.tenantCount), amount);
      const rest = notBookedMinor === 0 ? '' : ` ${words.notBooked(formatMoney(notBookedMinor, currency))}`;
      onSaid((entries === 0 ? words.bookedBefore : done) + rest);
      void queryClient.invalidateQueries({ queryKey: PLATFORM });
    },
  });
  return (
    <>
      <Button look="solid" onClick={() => ask(true)}>
        {words.book}
      </Button>
      <Confirm
        title={words.bookTitle}
        lead={words.bookLead}
        action={words.book}
        isOpen={isAsked}
        isBusy={book.isPending}
        problem={book.error?.message}
        onConfirm={() => book.mutate()}
        onClose={() => {
          ask(false);
          book.reset();
        }}
      />
    </>
  );
}

function Split({ found, tenants, onSaid }: { found: TenantAllocation; tenants: readonly TenantDetails[]; onSaid: (text: string) => void }) {
  const { month, version, currency, amountMinor, lines, pools, isLatest } = found;
  const names = new Map(tenants.map(({ id, name }) => [id, name]));
  const named = [...new Set(lines.flatMap(({ owner }) => (owner === null ? [] : [owner])))];
  const sums = sumsByOwner({ lines, names: named.map((owner) => ({ owner, name: names.get(owner) ?? words.gone })) }, currency);
  const partsMinor = sums.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
  const rows = lines.map((line) => ({
    ...line,
    name: line.owner === null ? allocationTexts.parts[line.part] : (names.get(line.owner) ?? words.gone),
  }));
  const notes = pools.flatMap(({ pool, note }) => (note === null ? [] : [`${pool}: ${note}`]));
  const result = words.result(formatMonth(month), version);
  return (
    <>
      {!isLatest && <Notice tone="notice">{words.older}</Notice>}
      <Panel
        id="split"
        title={words.byTenant}
        beside={<WhatIsThis definition={words.definition} />}
        aside={isLatest && <Booking found={found} onSaid={onSaid} />}
      >
        <p className="px-4 pb-2 text-small text-muted sm:px-5">
          {words.partsLead(formatMoney(partsMinor, currency), formatMoney(amountMinor, currency))}
        </p>
        {notes.length > 0 && (
          <ul className="flex flex-col gap-1 px-4 pb-3 text-small text-muted sm:px-5">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        <AllocationChart sums={sums} currency={currency} />
        <Table
          caption={result}
          columns={sumColumns(found)}
          rows={sums}
          rowKey={({ kind, owner }) => `${kind} ${owner ?? ''}`}
          footer={
            <tr className="font-semibold">
              <th scope="row" className={cellClass(false)}>
                {words.sum}
              </th>
              <td className={cellClass(true)}>{formatMoney(partsMinor, currency)}</td>
              <td className={cellClass(true)} />
            </tr>
          }
        />
      </Panel>
      <Panel id="lines" title={words.lines}>
        <Table
          caption={words.lines}
          columns={LINE_COLUMNS}
          rows={rows}
          rowKey={({ part, pool, owner }) => JSON.stringify([part, pool, owner])}
        />
      </Panel>
    </>
  );
}

/** A split of the operator's invoice: what each tenant's part is, from what it follows, and its booking. */
export function PlatformInvoice() {
  const { id } = useParams({ from: paths.platformInvoice });
  const [said, say] = useState('');
  const { data: found, error, refetch } = useQuery(invoiceQuery(id));
  const { data: tenants } = useQuery(tenantsQuery);
  const above = (
    <Link to={paths.platformInvoices} className="self-start text-small font-medium text-accent underline-offset-4 hover:underline">
      {words.back}
    </Link>
  );
  return (
    <>
      <RoomHead title={found ? words.result(formatMonth(found.month), found.version) : words.room} above={above}>
        {words.lead}
      </RoomHead>
      <Said text={said} />
      {found && tenants ? (
        <Split found={found} tenants={tenants} onSaid={say} />
      ) : (
        <Panel id="split" title={words.byTenant}>
          {error ? <ListFailure error={error} onRetry={() => void refetch()} /> : <SkeletonLines count={8} label={texts.loading} />}
        </Panel>
      )}
    </>
  );
}
