import { useQuery } from '@tanstack/react-query';
import { ListFailure } from '../../components/failure.tsx';
import { type FlagState, leaveTenantFlag, type TenantDetails, turnTenantFlag } from '../../platform-api.ts';
import { platformTenantTexts } from '../../texts-platform-tenants.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { flagColumns } from '../tenants/flag-columns.tsx';
import { FlagActions } from './flag-turn.tsx';
import { administeredFlagsQuery } from './platform-tenant-queries.ts';

const words = platformTenantTexts.flags;

function changeOf({ id, name }: TenantDetails, onSaid: (text: string) => void): Column<FlagState> {
  return {
    id: 'change',
    header: words.change,
    cell: ({ flag, enabled, source }) => (
      <FlagActions
        flag={flag}
        of={name}
        isOn={enabled}
        turn={(turn) => turnTenantFlag(id, flag, turn)}
        onTurned={() => onSaid(words.turned(flag, name))}
        leave={
          source === 'tenant'
            ? {
                label: words.leave,
                name: words.leaveOf(flag),
                how: () => leaveTenantFlag(id, flag),
                onLeft: () => onSaid(words.left(flag)),
              }
            : undefined
        }
      />
    ),
  };
}

/** The flags as they stand for the tenant, each to be turned for it alone. */
export function TenantFlags({ of, onSaid }: { of: TenantDetails; onSaid: (text: string) => void }) {
  const { data, error, refetch } = useQuery(administeredFlagsQuery(of.id));
  return (
    <Panel id="flags" title={words.title}>
      {data ? (
        <Table
          caption={words.title}
          columns={[...flagColumns(words.sources), changeOf(of, onSaid)]}
          rows={data.items}
          rowKey={({ flag }) => flag}
        />
      ) : error ? (
        <ListFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonLines count={3} label={texts.loading} />
      )}
    </Panel>
  );
}
