import type { Show } from '../../catalog-api.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Tag } from '../../ui/notice.tsx';

const words = catalogTexts.shows;
const TONES = { waiting: 'plain', fresh: 'plain', failing: 'danger', gone: 'danger' } as const;

/** How a show's feed stands, in a word. */
export function FeedState({ show: { feed } }: { show: Show }) {
  if (feed === null) return <span className="text-muted">{words.noFeed}</span>;
  return (
    <Tag tone={TONES[feed.state]} title={words.stateHelp[feed.state]}>
      {words.states[feed.state]}
    </Tag>
  );
}
