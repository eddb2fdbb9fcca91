import { useQuery } from '@tanstack/react-query';
import type { Saving } from '../../bill-api.ts';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { formatDay } from '../../format.ts';
import { savingTexts as words } from '../../texts-bill.ts';
import { texts } from '../../texts.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { savingsQuery } from './bill-queries.ts';
import { formatCharge } from './charge-amounts.ts';

function Advice({ saving: { kind, advice, saves, caveat, evidence } }: { saving: Saving }) {
  return (
    <li className="flex flex-col gap-2 border-t border-line px-4 py-4 sm:px-5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <Tag>{words.kinds[kind]}</Tag>
        <strong className="font-semibold" title={saves?.amount}>
          {saves === null ? words.unknown : words.saves(formatCharge(saves.amount, saves.currency), kind === 'volume_price')}
        </strong>
      </p>
      <p className="max-w-prose wrap-anywhere">{advice}</p>
      <p className="max-w-prose text-small text-muted">{caveat}</p>
      <dl aria-label={words.evidence} className="grid w-fit grid-cols-[auto_auto] gap-x-6 gap-y-1 text-small">
        {evidence.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

const lastDay = (to: string) => new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10);

/** What could cost less. */
export function SavingsRoom() {
  const { data, error, refetch } = useQuery(savingsQuery);
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      {data ? (
        <Panel id="savings" title={words.list(formatDay(data.from, 'full'), formatDay(lastDay(data.to), 'full'))}>
          {data.items.length === 0 && <Empty title={words.empty} help={words.emptyHelp} />}
          <ul>
            {data.items.map((saving) => (
              <Advice key={`${saving.kind} ${saving.subject} ${saving.saves?.currency}`} saving={saving} />
            ))}
          </ul>
          {data.notLookedAt.map((sentence) => (
            <p key={sentence} className="border-t border-line px-4 py-3 text-small text-muted sm:px-5">
              {sentence}
            </p>
          ))}
        </Panel>
      ) : error ? (
        <ListFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonLines count={6} label={texts.loading} />
      )}
    </>
  );
}
