import type { Show } from '../../catalog-api.ts';
import { Instant, Known } from '../../components/amount.tsx';
import { formatCount, formatInstant, UNKNOWN } from '../../format.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Facts } from '../tenants/facts.tsx';
import { FeedState } from './feed-state.tsx';

const words = catalogTexts.show;

function at(instant: string | null) {
  return instant === null ? <Known text={UNKNOWN} /> : <Instant at={instant} />;
}

function factsOf(show: Show) {
  const { feed, feedUrl, ownership, verifiedAt } = show;
  if (feed === null) return [];
  return [
    { name: catalogTexts.shows.feedUrl, value: <span className="wrap-anywhere">{feedUrl ?? UNKNOWN}</span> },
    { name: catalogTexts.shows.feed, value: <FeedState show={show} />, help: catalogTexts.shows.stateHelp[feed.state] },
    { name: words.readAt, value: at(feed.fetchedAt) },
    { name: words.changedAt, value: at(feed.changedAt) },
    { name: words.dueAt, value: at(feed.dueAt) },
    {
      name: words.ownership,
      value: catalogTexts.shows[ownership],
      help: verifiedAt === null ? undefined : words.verifiedSince(formatInstant(verifiedAt)),
    },
  ];
}

/** How a show's feed stands: when it was read, what went wrong, and whether it proves that the show is the tenant's. */
export function FeedPanel({ show }: { show: Show }) {
  const { feed } = show;
  if (feed === null) return null;
  return (
    <Panel id="feed" title={catalogTexts.shows.feed}>
      {feed.problem !== null && feed.failures > 0 && (
        <div className="px-4 pb-4 sm:px-5">
          <Notice tone="danger" icon={<Warning />}>
            {words.problem}: {feed.problem} ({words.failures.toLowerCase()}: {formatCount(feed.failures)})
          </Notice>
        </div>
      )}
      <Facts items={factsOf(show)} />
    </Panel>
  );
}
