import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { AllocationDriver, AllocationRules, Dimension } from '../../allocation-api.ts';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { allocationTexts as words } from '../../texts-allocation.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { ALLOCATIONS, rulesQuery } from './allocation-queries.ts';
import { AllocationRulesForm } from './allocation-rules-form.tsx';

/** A driver in a few words. */
function driverText(driver: AllocationDriver): string {
  if (driver.kind === 'even') return words.drivers.even;
  if (driver.kind === 'usage' || driver.kind === 'deliveries') {
    const capacity = driver.capacity ? `, ${words.capacity.toLowerCase()} ${driver.capacity}` : '';
    return `${driver.kind === 'usage' ? `${words.drivers.usage} (${driver.meter})` : words.drivers.deliveries}${capacity}`;
  }
  if (driver.kind === 'weighted')
    return `${words.drivers.weighted}: ${driver.weights.map(({ owner, weight }) => `${owner} ${weight}`).join(', ')}`;
  const { shares, currency = null } = driver;
  const part = (percent?: string, amount = '') => (percent === undefined ? `${amount} ${currency ?? ''}` : `${percent} %`);
  return `${words.drivers.fixed}: ${shares.map(({ owner, percent, amount }) => `${owner} ${part(percent, amount)}`).join(', ')}`;
}

interface Row {
  key: string;
  takes: string;
  driver: AllocationDriver;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: 'pool', header: words.pool, cell: ({ key }) => <span className="font-medium">{key}</span> },
  { id: 'takes', header: words.takes, cell: ({ takes }) => <span className="wrap-anywhere">{takes}</span> },
  { id: 'driver', header: words.driver, cell: ({ driver }) => <span className="wrap-anywhere">{driverText(driver)}</span> },
];

function rowsOf({ pools, rest }: AllocationRules): Row[] {
  const rows = pools.map(({ key, meters = [], kinds = [], features = [], driver }) => ({
    key,
    takes: [...features, ...meters, ...kinds].join(', '),
    driver,
  }));
  return [...rows, { key: 'other', takes: pools.length === 0 ? words.noOwner : words.allElse, driver: rest }];
}

interface PanelProps {
  dimension: Dimension;
  mayChange: boolean;
  onSaved: (version: number) => void;
}

/** How shared cost is split over a dimension, and the form that changes it. */
export function AllocationRulesPanel({ dimension, mayChange, onSaved }: PanelProps) {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(rulesQuery);
  const rules = data?.items.find((one) => one.dimension === dimension);
  const tell = (close: () => void) => (saved: AllocationRules) => {
    close();
    onSaved(saved.version);
    void queryClient.invalidateQueries({ queryKey: ALLOCATIONS });
  };
  return (
    <Panel
      id="rules"
      title={words.rules}
      aside={
        mayChange && rules ? (
          <FormDialog label={words.change} lead={words.changeLead} look="outline">
            {(close) => <AllocationRulesForm rules={rules} onSaved={tell(close)} />}
          </FormDialog>
        ) : undefined
      }
    >
      {rules ? (
        <>
          <p className="px-4 pb-2 text-small text-muted sm:px-5">{words.rulesOf(rules.version)}</p>
          <Table caption={words.rules} columns={COLUMNS} rows={rowsOf(rules)} rowKey={({ key }) => key} />
        </>
      ) : error ? (
        <ListFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonLines count={3} label={texts.loading} />
      )}
    </Panel>
  );
}
