import { meanings } from '../../definitions-of-columns.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import type { Meter, UsageRow } from '../../cost-api.ts';
import { formatDay, formatPlural } from '../../format.ts';
import { costTexts as words } from '../../texts-cost.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { Said } from '../tenants/said.tsx';
import { MeterForm } from './meter-form.tsx';
import { everyDay, formatQuantity } from './usage-amounts.ts';
import { UsageChart } from './usage-chart.tsx';
import { COST, meterDaysQuery, metersQuery, type Period, usageQuery } from './usage-queries.ts';

const PERIODS = (['month', 'last30', 'last90'] as const).map((value) => ({ value, label: words.periods[value] }));

/** The day before a day. */
function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

function columnsFor(meters: ReadonlyMap<string, Meter>, onShow: (meter: string) => void): readonly Column<UsageRow>[] {
  return [
    {
      id: 'meter',
      header: words.meter,
      cell: ({ meter }) => (
        <span className="flex min-w-56 max-w-prose flex-col items-start">
          <Button look="quiet" className="-ml-2 font-medium wrap-anywhere" aria-label={words.show(meter)} onClick={() => onShow(meter)}>
            {meter}
          </Button>
          <span className="text-small wrap-anywhere text-muted">{meters.get(meter)?.description}</span>
        </span>
      ),
    },
    {
      id: 'quantity',
      ...figure(words.quantity, meanings.used),
      cell: ({ quantity, unit }) => <span title={quantity}>{formatQuantity(quantity, unit)}</span>,
    },
    {
      id: 'unit',
      header: words.unit,
      cell: ({ unit, aggregation }) => (
        <span className="flex flex-col">
          {unit}
          <span className="text-small text-muted">{words.aggregations[aggregation]}</span>
        </span>
      ),
    },
    { id: 'events', ...figure(words.events, meanings.usageEvents), cell: ({ events }) => formatPlural(events, words.eventsCount) },
  ];
}

function MeterDays({ period, meter }: { period: Period; meter: string }) {
  const { data, error, refetch } = useQuery(meterDaysQuery(period, meter));
  const days = data && everyDay(data.from, data.to, new Map(data.rows.map(({ key, quantity }) => [key ?? '', quantity])));
  return (
    <Panel id="meter-days" title={words.ofMeter(meter)}>
      {data && days ? (
        <UsageChart meter={meter} unit={data.rows[0]?.unit ?? ''} days={days} />
      ) : error ? (
        <ListFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonLines count={4} label={texts.loading} />
      )}
    </Panel>
  );
}

function AddMeter({ onAdded }: { onAdded: (meter: Meter) => void }) {
  return (
    <FormDialog label={words.add} lead={words.addLead} look="outline">
      {(close) => (
        <MeterForm
          onAdded={(meter) => {
            close();
            onAdded(meter);
          }}
        />
      )}
    </FormDialog>
  );
}

/** What the tenant used, by meter, and day by day on the one that is looked at. */
export function CostUsage() {
  const queryClient = useQueryClient();
  const mayAdd = useMay('administer');
  const [period, choose] = useState<Period>('month');
  const [shown, show] = useState<string>();
  const [said, say] = useState('');
  const { data, error, refetch, isPlaceholderData } = useQuery(usageQuery(period));
  const { data: meters } = useQuery(metersQuery);
  const byKey = new Map(meters?.items.map((meter) => [meter.key, meter]));
  const meter = shown ?? data?.rows[0]?.meter;
  const tell = ({ key }: Meter) => {
    say(words.added(key));
    void queryClient.invalidateQueries({ queryKey: COST });
  };
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel
        id="usage"
        title={words.list}
        beside={<WhatIsThis definition={words.definition} />}
        busy={isPlaceholderData}
        aside={
          <span className="flex flex-wrap items-center gap-3">
            <Segmented label={words.period} choices={PERIODS} value={period} onChoose={choose} />
            {mayAdd && <AddMeter onAdded={tell} />}
          </span>
        }
      >
        {data ? (
          <>
            <p className="px-4 pb-2 text-small text-muted sm:px-5">
              {words.days(formatDay(data.from, 'full'), formatDay(dayBefore(data.to), 'full'), data.timeZone)}
            </p>
            {data.rows.length === 0 ? (
              <Empty title={words.empty} help={words.emptyHelp} />
            ) : (
              <Table caption={words.list} columns={columnsFor(byKey, show)} rows={data.rows} rowKey={({ meter: key }) => key} />
            )}
          </>
        ) : error ? (
          <ListFailure error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines count={8} label={texts.loading} />
        )}
      </Panel>
      {meter !== undefined && data && data.rows.length > 0 && <MeterDays period={period} meter={meter} />}
    </>
  );
}
