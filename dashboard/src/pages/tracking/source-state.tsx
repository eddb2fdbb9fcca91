import { trackingTexts } from '../../texts-tracking.ts';
import type { Source } from '../../tracking-api.ts';
import { Tag } from '../../ui/notice.tsx';

const words = trackingTexts.sources;

/** Whether what came last was a failure. */
export function isFailing({ lastFailedAt, lastReceivedAt }: Source): boolean {
  return lastFailedAt !== null && (lastReceivedAt === null || Date.parse(lastFailedAt) > Date.parse(lastReceivedAt));
}

/** How a source stands, in a word. */
export function SourceState({ source }: { source: Source }) {
  if (!source.isEnabled) return <Tag tone="notice">{words.off}</Tag>;
  return isFailing(source) ? <Tag tone="danger">{words.failing}</Tag> : <Tag>{words.on}</Tag>;
}
