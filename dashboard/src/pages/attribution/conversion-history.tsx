import { useQuery } from '@tanstack/react-query';
import { useActorNames } from '../../components/actor-names.ts';
import { Instant } from '../../components/amount.tsx';
import { formatCount, formatMoney } from '../../format.ts';
import { type ConversionHistory, getConversionHistory, type PathVersion } from '../../history-api.ts';
import { historyTexts } from '../../texts-history.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';

const MOST_NAMED = 5;

type State = PathVersion['after'];

function stateText({ outcome, touchpoints, valueMinor, currency }: State): string {
  const parts: string[] = [historyTexts.outcome[outcome]];
  if (outcome !== 'duplicate') parts.push(historyTexts.touchpoints(formatCount(touchpoints), touchpoints === 1));
  if (valueMinor !== null && currency !== null) parts.push(formatMoney(valueMinor, currency));
  return parts.join(', ');
}

function Moved({ label, ids, count }: { label: string; ids: readonly string[]; count: number }) {
  if (count === 0) return null;
  const more = count - Math.min(ids.length, MOST_NAMED);
  return (
    <p className="text-small wrap-anywhere text-muted">
      {label}: {ids.slice(0, MOST_NAMED).join(', ')} {more > 0 && historyTexts.more(formatCount(more))}
    </p>
  );
}

function Version({ item }: { item: PathVersion }) {
  const { version, at, supersededAt, says, cause, before, after } = item;
  const actorName = useActorNames();
  return (
    <li className="border-t border-line px-4 py-3 sm:px-5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-muted">
        <span className="font-semibold text-ink">{historyTexts.version(version)}</span>
        {supersededAt === null && <Tag>{historyTexts.now}</Tag>}
        <Instant at={at} />
      </p>
      <p className="mt-1 max-w-[80ch]">
        {says}{' '}
        <span className="wrap-anywhere text-muted">
          {cause.by === 'actor' ? historyTexts.by(cause.actors.map(actorName).join(', ')) : cause.says}
        </span>
      </p>
      <p className="mt-1 tabular-nums">{before ? historyTexts.fromTo(stateText(before), stateText(after)) : stateText(after)}</p>
      <Moved label={historyTexts.added} ids={item.touchpointsAdded} count={item.addedCount} />
      <Moved label={historyTexts.removed} ids={item.touchpointsRemoved} count={item.removedCount} />
    </li>
  );
}

function Versions({ history: { items, versionsGone, nextCursor } }: { history: ConversionHistory }) {
  return (
    <>
      <ol>
        {items.map((item) => (
          <Version key={item.version} item={item} />
        ))}
      </ol>
      {nextCursor !== null && <p className="px-5 pb-4 text-small text-muted">{historyTexts.older}</p>}
      {versionsGone > 0 && (
        <p className="border-t border-line px-4 py-3 text-small text-muted sm:px-5">
          {historyTexts.gone(formatCount(versionsGone), versionsGone === 1)}
        </p>
      )}
    </>
  );
}

/** What became of a conversion's path over time, and why; nothing while it is not known. A new `version` of it is asked for anew. */
export function HistoryPanel({ id, version }: { id: string; version: number }) {
  const { data } = useQuery({
    queryKey: ['figures', 'history', id, version],
    queryFn: ({ signal }) => getConversionHistory(id, signal),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <Panel id="history" title={historyTexts.title}>
      <Versions history={data} />
    </Panel>
  );
}
