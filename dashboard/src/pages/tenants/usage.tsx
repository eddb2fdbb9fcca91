import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { ListFailure } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import type { QuotaState, TierLimits } from '../../tenant-api.ts';
import { flagTexts } from '../../texts-flags.ts';
import { tenantTexts } from '../../texts-tenant.ts';
import { texts } from '../../texts.ts';
import { ChevronDown } from '../../ui/icons.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { flagColumns } from './flag-columns.tsx';
import { QuotaLine } from './quota-line.tsx';
import { formatLimit } from './quota-amounts.ts';
import { flagsQuery, quotasQuery, useOwnTenant } from './tenant-queries.ts';

const words = tenantTexts.usage;

const FLAG_COLUMNS = flagColumns(flagTexts.sources);

type QuotaName = QuotaState['quota'];

/** Every tier with its limits, folded away. */
function Tiers({ own, tiers }: { own: TierLimits['tier']; tiers: readonly TierLimits[] }) {
  const quotas = tiers.length === 0 ? [] : (Object.keys(tiers[0].limits) as QuotaName[]);
  const columns: Column<QuotaName>[] = [
    { id: 'quota', header: words.quota, cell: (quota) => words.quotas[quota][2] },
    ...tiers.map(({ tier, limits }, place): Column<QuotaName> => ({
      id: tier,
      header: tenantTexts.tiers[tier],
      beside: tier === own && <Tag>{words.yours}</Tag>,
      numeric: true,
      means: place > 0 ? 'as before' : { name: tenantTexts.tiers[tier], meaning: meanings.tierLimit },
      cell: (quota) => formatLimit(quota, limits[quota]),
    })),
  ];
  return (
    <details className="group rounded-panel border border-line bg-surface">
      <summary className="flex min-h-12 list-none items-center justify-between gap-4 px-4 font-medium sm:px-5">
        {words.compare}
        <ChevronDown className="size-4 text-faint transition-transform group-open:rotate-180" />
      </summary>
      <div className="border-t border-line pt-2">
        <Table caption={words.compare} columns={columns} rows={quotas} rowKey={(quota) => quota} />
      </div>
    </details>
  );
}

/** The feature flags as they stand for the tenant. */
function Flags({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(flagsQuery(id));
  return (
    <Panel id="flags" title={flagTexts.title}>
      <p className="-mt-1 max-w-3xl px-4 pb-4 text-muted sm:px-5">{flagTexts.lead}</p>
      {data ? (
        <Table caption={flagTexts.title} columns={FLAG_COLUMNS} rows={data.items} rowKey={({ flag }) => flag} />
      ) : error ? (
        <ListFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonLines count={3} label={texts.loading} />
      )}
    </Panel>
  );
}

/** How much of each quota is used, what the tier contains, and what is switched on and off. */
export function Usage() {
  const { id } = useOwnTenant();
  const { data, error, refetch } = useQuery(quotasQuery(id));
  return (
    <>
      <RoomHead title={words.title}>{words.lead}</RoomHead>
      <Panel id="quotas" title={words.list} aside={data && <span className="text-muted">{words.tier(tenantTexts.tiers[data.tier])}</span>}>
        {data ? (
          <ul className="border-t border-line">
            {data.items.map((quota) => (
              <QuotaLine key={quota.quota} quota={quota} />
            ))}
          </ul>
        ) : error ? (
          <ListFailure error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines count={6} label={texts.loading} />
        )}
      </Panel>
      {data && (
        <>
          <p className="max-w-3xl text-muted">
            {words.tierHelp} {words.notices}
          </p>
          <Tiers own={data.tier} tiers={data.tiers} />
        </>
      )}
      <Flags id={id} />
    </>
  );
}
