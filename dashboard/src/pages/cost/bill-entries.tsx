import { meanings } from '../../definitions-of-columns.ts';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type CostEntry, fetchEntriesCsv } from '../../bill-api.ts';
import { Empty } from '../../components/empty.tsx';
import { Failure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { PagedList } from '../../components/paged-list.tsx';
import { formatDay } from '../../format.ts';
import { billTexts as words } from '../../texts-bill.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { type Column, figure } from '../../ui/table.tsx';
import { Said } from '../tenants/said.tsx';
import { type BillFilter, entriesQuery } from './bill-queries.ts';
import { formatCharge } from './charge-amounts.ts';
import { EntryForm } from './entry-form.tsx';
import { COST } from './usage-queries.ts';
import { formatQuantity } from './usage-amounts.ts';

const COLUMNS: readonly Column<CostEntry>[] = [
  { id: 'day', header: words.day, cell: ({ day }) => <time dateTime={day}>{formatDay(day, 'full')}</time> },
  { id: 'kind', header: words.kind, cell: ({ kind }) => words.kinds[kind] },
  {
    id: 'what',
    header: words.description,
    cell: ({ meter, note, campaign, feature }) => (
      <span className="flex min-w-40 flex-col wrap-anywhere">
        {meter ?? note}
        <span className="text-small text-muted">{[campaign, feature].filter((one) => one !== null).join(' · ')}</span>
      </span>
    ),
  },
  {
    id: 'quantity',
    ...figure(words.quantity, meanings.quantity),
    cell: ({ quantity, unit }) => (quantity === null ? '' : `${formatQuantity(quantity, unit ?? '')} ${unit === 'bytes' ? '' : unit}`),
  },
  {
    id: 'amount',
    ...figure(words.amount, meanings.amount),
    cell: ({ amount, currency }) => <span title={amount}>{formatCharge(amount, currency)}</span>,
  },
  {
    id: 'booked',
    header: words.booked,
    cell: ({ bookedMonth, correctsMonth }) => (
      <span className="flex flex-col whitespace-nowrap">
        {bookedMonth}
        {correctsMonth !== null && <span className="text-small text-muted">{words.corrects(correctsMonth)}</span>}
      </span>
    ),
  },
];

/** What is booked, entry by entry, and the way to book what is not metered. */
export function BillEntries({ filter, today }: { filter: BillFilter; today: string }) {
  const queryClient = useQueryClient();
  const mayBook = useMay('pay');
  const [said, say] = useState('');
  const list = useInfiniteQuery(entriesQuery(filter));
  const { meter, campaign } = filter;
  const save = useMutation({ mutationFn: () => fetchEntriesCsv({ meter, campaign }), onSuccess: (file) => saveFile(file, 'entries.csv') });
  const tell = (close: () => void) => (entry: CostEntry) => {
    close();
    say(words.bookedNow(entry.note ?? ''));
    void queryClient.invalidateQueries({ queryKey: COST });
  };
  return (
    <>
      <Said text={said} />
      <Panel
        id="entries"
        title={words.entries}
        aside={
          <span className="flex flex-wrap gap-3">
            <Button disabled={save.isPending} onClick={() => save.mutate()}>
              {words.entriesCsv}
            </Button>
            {mayBook && (
              <FormDialog label={words.book} lead={words.bookLead} look="outline">
                {(close) => <EntryForm today={today} onBooked={tell(close)} />}
              </FormDialog>
            )}
          </span>
        }
      >
        {save.error && <Failure error={save.error} onRetry={() => save.mutate()} />}
        <p className="px-4 pb-3 text-muted sm:px-5">{words.entriesLead}</p>
        <PagedList
          list={list}
          caption={words.entries}
          columns={COLUMNS}
          rowKey={({ id }) => id}
          counted={words.entryCount}
          empty={<Empty title={words.noEntries} help={words.emptyHelp} />}
        />
      </Panel>
    </>
  );
}
