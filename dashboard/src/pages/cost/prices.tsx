import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type MeterPrices, putPrice } from '../../bill-api.ts';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatDay } from '../../format.ts';
import { priceTexts as words } from '../../texts-bill.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Said } from '../tenants/said.tsx';
import { pricesQuery } from './bill-queries.ts';
import { PriceForm } from './price-form.tsx';
import { priceWords } from './price-words.ts';
import { COST } from './usage-queries.ts';

/** The day of the next change that is set already. */
function laterOf({ price, versions }: MeterPrices): string | undefined {
  const today = new Date().toISOString().slice(0, 10);
  const ahead = versions.filter(({ validFrom, version }) => validFrom > today && version !== price?.version);
  return ahead.map(({ validFrom }) => validFrom).toSorted()[0];
}

function PriceCell({ of }: { of: MeterPrices }) {
  const { state, price, unit } = of;
  const later = laterOf(of);
  return (
    <span className="flex min-w-56 flex-col">
      {price === null ? <span className="text-muted">{words.states[state]}</span> : priceWords(price, unit)}
      {price?.mode && price.tiers && price.tiers.length > 1 && <span className="text-small text-muted">{words.modes[price.mode]}</span>}
      {later !== undefined && <span className="text-small text-muted">{words.later(formatDay(later, 'full'))}</span>}
    </span>
  );
}

export const PRICE_COLUMNS: readonly Column<MeterPrices>[] = [
  { id: 'meter', header: words.meter, cell: ({ meter }) => <span className="font-medium wrap-anywhere">{meter}</span> },
  { id: 'price', header: words.price, cell: (of) => <PriceCell of={of} /> },
  { id: 'from', header: words.from, cell: ({ price }) => (price === null ? '' : formatDay(price.validFrom, 'full')) },
  { id: 'by', header: words.by, cell: ({ price }) => (price === null ? '' : words.setBy[price.setBy]) },
];

type Tell = (close: () => void) => (prices: MeterPrices) => void;

function columnsFor(tell: Tell): readonly Column<MeterPrices>[] {
  const change = (of: MeterPrices) => (
    <FormDialog label={words.change} name={words.changeOf(of.meter)} lead={words.changeLead} look="quiet">
      {(close) => (
        <PriceForm of={of} put={putPrice} onSet={tell(close)} lead={of.price?.setBy === 'operator' ? words.operatorFirst : undefined} />
      )}
    </FormDialog>
  );
  return [...PRICE_COLUMNS, { id: 'change', header: '', cell: change }];
}

/** What each meter of the tenant costs. */
export function Prices() {
  const queryClient = useQueryClient();
  const maySet = useMay('administer');
  const [said, say] = useState('');
  const { data, error, refetch } = useQuery(pricesQuery);
  const tell: Tell = (close) => (prices) => {
    close();
    say(words.saved(prices.meter));
    void queryClient.invalidateQueries({ queryKey: COST });
  };
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="prices" title={words.list}>
        {data ? (
          <Table caption={words.list} columns={maySet ? columnsFor(tell) : PRICE_COLUMNS} rows={data.items} rowKey={({ meter }) => meter} />
        ) : error ? (
          <ListFailure error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines count={8} label={texts.loading} />
        )}
      </Panel>
    </>
  );
}
