import { refreshShow, type Show } from '../../catalog-api.ts';
import { Instant, Known } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { formatCount, formatInstant, formatPlural, UNKNOWN } from '../../format.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Button } from '../../ui/button.tsx';
import { Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Facts } from '../tenants/facts.tsx';
import type { Changing } from './changing.ts';
import { FeedState } from './feed-state.tsx';

const words = catalogTexts.show;

function at(instant: string | null) {
  return instant === null ? <Known text={UNKNOWN} /> : <Instant at={instant} />;
}

/** Whether the transcripts that the feed names are kept, and how that stands. */
function transcriptsOf({ transcriptImports: imports }: Show) {
  if (imports === null) return { name: words.transcripts, value: words.transcriptsOff };
  const waiting = imports.waiting === 0 ? [] : [words.transcriptsWaiting(formatPlural(imports.waiting, words.counted))];
  const failing = imports.failing === 0 ? [] : [words.transcriptsFailing(formatPlural(imports.failing, words.counted))];
  return {
    name: words.transcripts,
    value: [words.transcriptsOn, ...waiting, ...failing].join(', '),
    ...(imports.problem === null ? {} : { help: imports.problem }),
  };
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
    transcriptsOf(show),
    {
      name: words.ownership,
      value: catalogTexts.shows[ownership],
      help: verifiedAt === null ? undefined : words.verifiedSince(formatInstant(verifiedAt)),
    },
  ];
}

/** The line that proves the show is the tenant's, and where it belongs; nothing once it is proved. */
function Ownership({ show: { ownership, ownershipToken } }: { show: Show }) {
  if (ownership === 'verified' || ownershipToken === null) return null;
  return (
    <div className="flex flex-col gap-3 border-t border-line px-4 py-4 sm:px-5">
      <p className="max-w-3xl text-muted">{words.verifyLead}</p>
      <CopyField
        label={words.verifyLine}
        value={`<podcast:txt purpose="verify">${ownershipToken}</podcast:txt>`}
        help={words.verifyAfter}
      />
    </div>
  );
}

function Problem({ feed }: { feed: NonNullable<Show['feed']> }) {
  if (feed.problem === null || feed.failures === 0) return null;
  return (
    <div className="px-4 pb-4 sm:px-5">
      <Notice tone="danger" icon={<Warning />}>
        {words.problem}: {feed.problem} ({words.failures.toLowerCase()}: {formatCount(feed.failures)})
      </Notice>
    </div>
  );
}

function ReadNow({ show, tell }: { show: Show; tell: (text: string) => void }) {
  const reading = useSensitiveChange(refreshShow, ({ feed }) => tell(feed?.failures === 0 ? words.refreshed : words.refreshFailed));
  return (
    <>
      {reading.problem !== undefined && (
        <span role="alert" className="text-small font-medium text-danger">
          {reading.problem}
        </span>
      )}
      <Button disabled={reading.isBusy} onClick={() => reading.start(show.key)}>
        {words.refresh}
      </Button>
      {reading.question}
    </>
  );
}

/** How a show's feed stands: when it was read, what went wrong, and whether it proves that the show is the tenant's. */
export function FeedPanel({ show, mayChange, tell }: Changing & { show: Show }) {
  const { feed } = show;
  return (
    <Panel id="feed" title={catalogTexts.shows.feed} aside={feed !== null && mayChange && <ReadNow show={show} tell={tell} />}>
      {feed === null ? (
        <p className="px-4 pb-5 text-muted sm:px-5">{words.noFeed}</p>
      ) : (
        <>
          <Problem feed={feed} />
          <Facts items={factsOf(show)} />
          <Ownership show={show} />
        </>
      )}
    </Panel>
  );
}
