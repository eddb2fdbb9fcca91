import type { ReactNode } from 'react';
import { InZone, Instant } from '../../components/amount.tsx';
import type { QuotaState } from '../../tenant-api.ts';
import { tenantTexts } from '../../texts-tenant.ts';
import { Tag } from '../../ui/notice.tsx';
import { formatAmount } from './quota-amounts.ts';

const words = tenantTexts.usage;

const BARS = { 0: 'bg-accent', 80: 'bg-notice', 100: 'bg-danger' } as const;

/** How far a limit is used, for the eyes; the figures beside it say the same. */
function Bar({ used, limit, percentReached }: { used: number; limit: number; percentReached: QuotaState['percentReached'] }) {
  const share = limit === 0 ? 1 : Math.min(used / limit, 1);
  return (
    <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-line">
      <div className={`h-full rounded-full ${BARS[percentReached]}`} style={{ width: `${share * 100}%`, minWidth: used > 0 ? 4 : 0 }} />
    </div>
  );
}

function Reached({ percent }: { percent: QuotaState['percentReached'] }) {
  if (percent === 0) return null;
  return percent === 100 ? <Tag tone="danger">{words.full}</Tag> : <Tag tone="notice">{words.near}</Tag>;
}

/** What is used of what there is; of what is not counted for the tenant as a whole, what there is. */
function Amounts({ quota: { quota, used, limit, measuredAt } }: { quota: QuotaState }) {
  const isMeasured = quota !== 'storage_bytes' || measuredAt !== null;
  if (used === null) return <span>{limit === null ? words.without : words.aMinute(formatAmount(quota, limit))}</span>;
  return (
    <span>
      <span className="font-semibold">{isMeasured ? formatAmount(quota, used) : words.notMeasured}</span>{' '}
      <span className="text-muted">{limit === null ? `· ${words.noLimit}` : words.ofLimit(formatAmount(quota, limit))}</span>
    </span>
  );
}

function When({ quota: { quota, used, resetsAt, measuredAt } }: { quota: QuotaState }) {
  const [name, at] = measuredAt !== null ? [words.measured, measuredAt] : [words.resets, resetsAt];
  if (at === null || quota === 'api_calls_per_minute' || used === null) return null;
  return (
    <span className="text-small text-muted">
      {name} <Instant at={at} /> <InZone />
    </span>
  );
}

interface QuotaLineProps {
  quota: QuotaState;
  /** What is said beside a limit that is not the tier's. */
  override?: string;
  actions?: ReactNode;
}

/** One quota: what it counts, how much is used of how much, and when counting begins anew. */
export function QuotaLine({ quota, override = words.override, actions }: QuotaLineProps) {
  const [name, meaning] = words.quotas[quota.quota];
  const { used, limit, percentReached } = quota;
  return (
    <li className="grid gap-x-8 gap-y-2 border-b border-line px-4 py-4 last:border-b-0 sm:px-5 lg:grid-cols-2">
      <div>
        <h3 className="flex flex-wrap items-center gap-2 font-medium">
          {name}
          <Reached percent={percentReached} />
          {quota.source === 'override' && <Tag title={override === words.override ? words.overrideHelp : undefined}>{override}</Tag>}
        </h3>
        <p className="text-small text-muted">{meaning}</p>
        {percentReached === 100 && <p className="mt-1 text-small font-medium text-danger">{words.fullHelp[quota.quota]}</p>}
      </div>
      <div className="flex flex-col justify-center gap-1.5">
        <span className="flex flex-wrap items-baseline justify-between gap-x-4">
          <Amounts quota={quota} />
          <When quota={quota} />
        </span>
        {used !== null && limit !== null && <Bar used={used} limit={limit} percentReached={percentReached} />}
        {actions}
      </div>
    </li>
  );
}
