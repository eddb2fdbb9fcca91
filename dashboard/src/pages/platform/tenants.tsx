import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import { type CreatedTenant, PLATFORM, type QuotaState, type TenantDetails, type TenantFilter } from '../../platform-api.ts';
import { platformTenantTexts as words } from '../../texts-platform-tenants.ts';
import { tenantTexts } from '../../texts-tenant.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { formatAmount } from '../tenants/quota-amounts.ts';
import { ShownOnce } from '../tenants/shown-once.tsx';
import { administeredQuotasQuery, foundTenantsQuery } from './platform-tenant-queries.ts';
import { TenantForm } from './tenant-form.tsx';
import { TenantState } from './tenant-state.tsx';
import { TIER_OPTIONS, tierOf } from './tier-choices.ts';

const STATES: readonly TenantDetails['state'][] = ['active', 'suspended', 'closed'];
const TONES = { 0: 'plain', 80: 'notice', 100: 'danger' } as const;

interface Limited {
  quota: QuotaState['quota'];
  used: number;
  limit: number;
  percentReached: QuotaState['percentReached'];
}

/** The quota of which the largest share is used. */
function nearestOf(quotas: readonly QuotaState[]): Limited | undefined {
  const limited = quotas.flatMap(({ quota, used, limit, percentReached }): Limited[] =>
    used === null || limit === null ? [] : [{ quota, used, limit, percentReached }],
  );
  const share = ({ used, limit }: Limited) => (limit === 0 ? 1 : used / limit);
  return limited.toSorted((left, right) => share(right) - share(left))[0];
}

function Nearest({ of: { id } }: { of: TenantDetails }) {
  const { data } = useQuery(administeredQuotasQuery(id));
  if (!data) return <span className="text-faint">{UNKNOWN}</span>;
  const nearest = nearestOf(data.items);
  if (!nearest) return <span className="text-muted">{words.nearestNone}</span>;
  const { quota, used, limit, percentReached } = nearest;
  const text = words.usedOf(tenantTexts.usage.quotas[quota][2], formatAmount(quota, used), formatAmount(quota, limit));
  return percentReached === 0 ? <span className="whitespace-nowrap">{text}</span> : <Tag tone={TONES[percentReached]}>{text}</Tag>;
}

const COLUMNS: readonly Column<TenantDetails>[] = [
  {
    id: 'tenant',
    header: words.tenant,
    cell: ({ id, name, slug, simulated }) => (
      <span className="flex min-w-32 flex-col items-start wrap-anywhere">
        <Link to={paths.platformTenant} params={{ id }} className="font-medium text-accent underline-offset-4 hover:underline">
          {name}
        </Link>
        <span className="text-small text-muted">
          {slug}
          {simulated && `, ${words.simulated}`}
        </span>
      </span>
    ),
  },
  { id: 'state', header: words.state, cell: ({ state }) => <TenantState state={state} /> },
  { id: 'tier', header: words.tier, cell: ({ tier }) => words.tiers[tier] },
  { id: 'nearest', header: words.nearest, cell: (tenant) => <Nearest of={tenant} /> },
  { id: 'created', header: words.created, cell: ({ createdAt }) => <Instant at={createdAt} /> },
];

function Filter({ filter, onFilter }: { filter: TenantFilter; onFilter: (filter: TenantFilter) => void }) {
  const [typed, type] = useState(filter);
  const [known, know] = useState(filter);
  // The address was changed from elsewhere, or has taken what was chosen here.
  if (JSON.stringify(known) !== JSON.stringify(filter)) {
    know(filter);
    type(filter);
  }
  const choose = (choice: Partial<TenantFilter>) => {
    const next = { ...typed, ...choice };
    type(next);
    onFilter(next);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onFilter(typed);
  };
  return (
    <form role="search" onSubmit={submit} className="grid items-end gap-3 px-4 pb-4 sm:grid-cols-[2fr_1fr_1fr_auto] sm:px-5">
      <TextField
        type="search"
        label={words.search}
        maxLength={200}
        value={typed.search ?? ''}
        onChange={(event) => type({ ...typed, search: event.target.value || undefined })}
      />
      <SelectField
        label={words.state}
        options={[['', words.anyState], ...STATES.map((one) => [one, words.states[one]] as const)]}
        value={typed.state ?? ''}
        onChange={(event) => choose({ state: STATES.find((one) => one === event.target.value) })}
      />
      <SelectField
        label={words.tier}
        options={[['', words.anyTier], ...TIER_OPTIONS]}
        value={typed.tier ?? ''}
        onChange={(event) => choose({ tier: tierOf(event.target.value) })}
      />
      <Button type="submit" className="min-h-10">
        {words.find}
      </Button>
    </form>
  );
}

/** The tenants of the installation, found by name, state and tier, and a new one. */
export function PlatformTenants() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const filter = useSearch({ from: paths.platformTenants });
  const [created, create] = useState<CreatedTenant>();
  const list = useInfiniteQuery(foundTenantsQuery(filter));
  const isFiltered = Object.values(filter).some((one) => one !== undefined);
  const kept = () => {
    if (created) void navigate({ to: paths.platformTenant, params: { id: created.tenantId } });
    create(undefined);
    void queryClient.invalidateQueries({ queryKey: PLATFORM });
  };
  const empty = isFiltered ? (
    <Empty title={words.notFound} help={words.notFoundHelp} />
  ) : (
    <Empty title={words.empty} help={words.emptyHelp} />
  );
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Panel
        id="tenants"
        title={words.list}
        busy={list.isPlaceholderData}
        aside={
          <FormDialog label={words.create.label} lead={words.create.lead}>
            {(close) => (
              <TenantForm
                onCreated={(tenant) => {
                  close();
                  create(tenant);
                }}
              />
            )}
          </FormDialog>
        }
      >
        <Filter filter={filter} onFilter={(next) => void navigate({ to: paths.platformTenants, search: next })} />
        <PagedList list={list} caption={words.list} columns={COLUMNS} rowKey={({ id }) => id} counted={words.counted} empty={empty} />
      </Panel>
      <ShownOnce
        title={words.create.keyTitle(created?.slug ?? '')}
        lead={words.create.keyLead}
        label={words.create.key}
        secret={created?.apiKey}
        done={words.create.done}
        onDone={kept}
      />
    </>
  );
}
