import { meanings } from '../../definitions-of-columns.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatMoney } from '../../format.ts';
import { paths } from '../../paths.ts';
import type { AllocationSummary, TenantAllocation } from '../../platform-api.ts';
import { platformTexts } from '../../texts-platform.ts';
import { texts } from '../../texts.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { formatMonth } from '../cost/allocation-queries.ts';
import { InvoiceForm } from './invoice-form.tsx';
import { INVOICES, invoicesQuery, tenantsQuery } from './platform-queries.ts';

const words = platformTexts.invoices;

const COLUMNS: readonly Column<AllocationSummary>[] = [
  {
    id: 'month',
    header: words.month,
    cell: ({ id, month, version }) => (
      <Link
        to={paths.platformInvoice}
        params={{ id }}
        className="font-medium text-accent underline-offset-4 hover:underline"
        aria-label={words.open(formatMonth(month), version)}
      >
        {formatMonth(month)}
      </Link>
    ),
  },
  {
    id: 'version',
    header: words.version,
    cell: ({ version, isLatest }) => (
      <span className="flex items-center gap-2">
        {version}
        {isLatest && <Tag>{words.latest}</Tag>}
      </span>
    ),
  },
  {
    id: 'amount',
    ...figure(words.amount, meanings.invoiceAmount),
    cell: ({ amountMinor, currency }) => formatMoney(amountMinor, currency),
  },
  { id: 'pools', header: words.pools, cell: ({ pools }) => [...new Set(pools.map(({ pool }) => pool))].join(', ') },
  { id: 'made', header: words.made, cell: ({ createdAt }) => <Instant at={createdAt} /> },
];

/** Splits of the operator's invoices, the newest first, and a new one. */
export function PlatformInvoices() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(invoicesQuery);
  const { data: tenants } = useQuery(tenantsQuery);
  const open = ({ id }: TenantAllocation) => {
    void queryClient.invalidateQueries({ queryKey: INVOICES });
    void navigate({ to: paths.platformInvoice, params: { id } });
  };
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Panel
        id="invoices"
        title={words.list}
        beside={<WhatIsThis definition={words.definition} />}
        aside={
          tenants && (
            <FormDialog label={words.split} lead={words.splitLead}>
              {() => <InvoiceForm tenants={tenants} onSplit={open} />}
            </FormDialog>
          )
        }
      >
        {data ? (
          data.items.length === 0 ? (
            <Empty title={words.empty} help={words.emptyHelp} />
          ) : (
            <Table caption={words.list} columns={COLUMNS} rows={data.items} rowKey={({ id }) => id} />
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
