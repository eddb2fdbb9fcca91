import { useInfiniteQuery } from '@tanstack/react-query';
import { Failure, ListFailure } from '../../components/failure.tsx';
import { formatClock, formatPlural } from '../../format.ts';
import { texts } from '../../texts.ts';
import { transcriptTexts as words } from '../../texts-transcripts.ts';
import type { EpisodeTranscript, FoundAd, FoundFlag, TranscriptAnalysis, TranscriptSegment } from '../../transcripts-api.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { segmentsQuery } from './transcript-queries.ts';

interface Span {
  startMs: number;
  endMs: number;
}

const middleOf = ({ startMs, endMs }: Span) => (startMs + endMs) / 2;
const holds = (span: Span, atMs: number) => atMs >= span.startMs && atMs <= span.endMs;
const meets = (a: Span, b: Span) => a.startMs < b.endMs && b.startMs < a.endMs;

/** A segment with the ad it is of, and whether it is the first of it, and the categories of what was flagged in it. */
interface Marked {
  /** Among all segments; they have no names of their own. */
  place: number;
  segment: TranscriptSegment;
  ad: FoundAd | undefined;
  isFirstOfAd: boolean;
  categories: FoundFlag['category'][];
}

function mark(segments: readonly TranscriptSegment[], ads: readonly FoundAd[], flags: readonly FoundFlag[]): Marked[] {
  let before: FoundAd | undefined;
  return segments.map((segment, place) => {
    const ad = ads.find((one) => holds(one, middleOf(segment)));
    const isFirstOfAd = ad !== undefined && ad !== before;
    before = ad;
    // A sentence may begin in one segment and end in another: the flag stands where its words do.
    const text = segment.text.toLowerCase();
    const own = flags.filter((flag) => meets(flag, segment) && flag.terms.some((term) => text.includes(term)));
    return { place, segment, ad, isFirstOfAd, categories: [...new Set(own.map(({ category }) => category))] };
  });
}

const LINE =
  'grid grid-cols-[3.75rem_1fr] gap-x-3 border-l-4 py-1.5 pr-4 pl-3 [contain-intrinsic-size:auto_2.5rem] [content-visibility:auto] sm:pl-4';

function Line({ marked: { segment, ad, isFirstOfAd, categories } }: { marked: Marked }) {
  const { startMs, speaker, text, sentiment } = segment;
  return (
    <li className={`${LINE} ${ad === undefined ? 'border-transparent' : 'border-accent bg-accent-soft'}`}>
      <span className="text-right text-small text-muted tabular-nums">{formatClock(Math.floor(startMs / 1_000))}</span>
      <div className="min-w-0">
        {isFirstOfAd && <p className="text-small font-semibold text-accent-strong">{words.ad(ad?.sponsor ?? words.unknown)}</p>}
        <p className="max-w-3xl wrap-anywhere">
          {speaker !== null && <strong className="mr-1.5 font-semibold">{speaker}:</strong>}
          {text}
        </p>
        {(categories.length > 0 || (sentiment !== null && sentiment !== 'neutral')) && (
          <p className="mt-0.5 flex flex-wrap gap-1.5">
            {categories.map((category) => (
              <Tag key={category} tone="notice">
                {words.categories[category]}
              </Tag>
            ))}
            {sentiment !== null && sentiment !== 'neutral' && <Tag title={words.weakHelp}>{words.bands[sentiment]}</Tag>}
          </p>
        )}
      </div>
    </li>
  );
}

/**
 * What was said, 100 segments at a time, with ads and flags marked. Lines out of sight are there, so that the browser finds words in them,
 * but not drawn.
 */
export function TranscriptText({ transcript, analysis }: { transcript: EpisodeTranscript; analysis: TranscriptAnalysis | undefined }) {
  const list = useInfiniteQuery(segmentsQuery(transcript));
  const segments = list.data?.pages.flatMap((page) => page.items);
  return (
    <Panel id="said" title={words.said}>
      {list.error && !segments && <ListFailure error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && !segments && <SkeletonLines count={8} label={texts.loading} />}
      {segments && (
        <>
          <ol className="border-t border-line">
            {mark(segments, analysis?.adReads?.ads ?? [], analysis?.brandSafety?.flags ?? []).map((marked) => (
              <Line key={marked.place} marked={marked} />
            ))}
          </ol>
          {list.error && <Failure error={list.error} onRetry={() => void list.fetchNextPage()} />}
          <div className="p-3 text-center text-small text-muted">
            {list.hasNextPage ? (
              <Button look="quiet" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {list.isFetchingNextPage ? words.loadingMore : words.more}
              </Button>
            ) : (
              <p className="py-2">{words.end(formatPlural(segments.length, words.segments))}</p>
            )}
          </div>
        </>
      )}
    </Panel>
  );
}
