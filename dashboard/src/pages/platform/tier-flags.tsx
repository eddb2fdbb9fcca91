import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { formatInstant } from '../../format.ts';
import { leaveTierFlag, PLATFORM, type TierFlag, turnTierFlag } from '../../platform-api.ts';
import { platformTenantTexts } from '../../texts-platform-tenants.ts';
import { texts } from '../../texts.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Said } from '../tenants/said.tsx';
import { FlagActions } from './flag-turn.tsx';
import { tierFlagsQuery } from './platform-tenant-queries.ts';
import { TIERS } from './tier-choices.ts';

const words = platformTenantTexts.flags;

interface StandingProps {
  flag: string;
  standing: TierFlag['tiers'][number];
  onSaid: (text: string) => void;
}

function Standing({ flag, standing: { tier, enabled, source, expiresAt }, onSaid }: StandingProps) {
  const name = platformTenantTexts.tiers[tier];
  return (
    <span className="flex min-w-28 flex-col items-start gap-1">
      <span className="flex flex-wrap items-center gap-1.5">
        <Tag tone={enabled ? 'plain' : 'notice'}>{enabled ? words.on : words.off}</Tag>
        <span className="text-small text-muted">
          {source === 'default' ? words.isDefault : expiresAt === null ? words.forGood : words.untilAt(formatInstant(expiresAt))}
        </span>
      </span>
      <FlagActions
        flag={flag}
        of={words.ofTier(name)}
        isOn={enabled}
        turn={(turn) => turnTierFlag(tier, flag, turn)}
        onTurned={() => onSaid(words.turned(flag, words.ofTier(name)))}
        leave={
          source === 'tier'
            ? {
                label: words.leaveDefault,
                name: words.leaveDefaultOf(flag, name),
                how: () => leaveTierFlag(tier, flag),
                onLeft: () => onSaid(words.leftDefault(flag, name)),
              }
            : undefined
        }
      />
    </span>
  );
}

function columnsFor(onSaid: (text: string) => void): readonly Column<TierFlag>[] {
  return [
    {
      id: 'flag',
      header: words.flag,
      cell: ({ flag, description }) => (
        <span className="flex w-40 flex-col whitespace-normal sm:w-64">
          {description}
          <code className="font-mono text-caption text-muted">{flag}</code>
        </span>
      ),
    },
    ...TIERS.map((tier): Column<TierFlag> => ({
      id: tier,
      header: platformTenantTexts.tiers[tier],
      className: 'align-top',
      cell: ({ flag, tiers }) => {
        const standing = tiers.find((one) => one.tier === tier);
        return standing && <Standing flag={flag} standing={standing} onSaid={onSaid} />;
      },
    })),
  ];
}

/** What each tier may do: every flag as it stands for tenants that have no turn of their own. */
export function PlatformFlags() {
  const queryClient = useQueryClient();
  const [said, say] = useState('');
  const { data, error, refetch } = useQuery(tierFlagsQuery);
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: PLATFORM });
  };
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="tier-flags" title={words.byTier}>
        {data ? (
          <Table caption={words.list} columns={columnsFor(tell)} rows={data.items} rowKey={({ flag }) => flag} />
        ) : error ? (
          <ListFailure error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines count={3} label={texts.loading} />
        )}
      </Panel>
    </>
  );
}
