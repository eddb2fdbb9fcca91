import { meanings } from '../../definitions-of-columns.ts';
import { Empty } from '../../components/empty.tsx';
import { formatClock, formatCount, formatPlural } from '../../format.ts';
import { transcriptTexts as words } from '../../texts-transcripts.ts';
import type { FoundAd, FoundFlag, TranscriptAnalysis } from '../../transcripts-api.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { Facts } from '../tenants/facts.tsx';
import { Reliance } from './reliance.tsx';
import { Entities, Topics } from './transcript-subjects.tsx';

const clock = (milliseconds: number) => formatClock(Math.floor(milliseconds / 1_000));
const spanText = ({ startMs, endMs }: { startMs: number; endMs: number }) => words.span(clock(startMs), clock(endMs));

const AD_COLUMNS: readonly Column<FoundAd>[] = [
  {
    id: 'sponsor',
    header: words.sponsor,
    cell: ({ sponsor, isListed }) => (
      <span className="flex max-w-64 min-w-28 flex-wrap items-center gap-1.5">
        <span className="font-medium wrap-anywhere">{sponsor ?? words.unknown}</span>
        {sponsor !== null && (
          <Tag title={isListed ? words.verifiedHelp : words.unverifiedHelp}>{isListed ? words.verified : words.unverified}</Tag>
        )}
      </span>
    ),
  },
  { id: 'when', header: words.when, cell: (ad) => <span className="whitespace-nowrap">{spanText(ad)}</span> },
  { id: 'position', header: words.position, cell: ({ position }) => words.positions[position] },
  {
    id: 'readType',
    header: words.readType,
    cell: ({ readType, readCues }) => (
      <span title={readCues.map((cue) => words.readCues[cue]).join(', ') || words.noCues}>{words.readTypes[readType]}</span>
    ),
  },
  { id: 'code', header: words.code, cell: ({ promoCode }) => promoCode ?? <span className="text-muted">–</span> },
  { id: 'foundBy', header: words.foundBy, cell: ({ foundBy }) => words.finders[foundBy] },
  { id: 'confidence', ...figure(words.confidence, meanings.confidence), cell: ({ confidence }) => confidence.toFixed(2) },
];

/** What models were asked about the ads, where they were. */
function Refinement({ note }: { note: NonNullable<NonNullable<TranscriptAnalysis['adReads']>['refinement']> }) {
  const windows = formatPlural(note.windows, words.windows);
  const model = note.model ?? '';
  const said = {
    refined: words.refinement.refined(model, windows),
    partly: words.refinement.partly(model, note.answered, windows),
    offline: note.windows === 0 ? words.refinement.noneAsked : words.refinement.offline(windows),
  }[note.state];
  const cost = note.costMicros > 0 ? words.refinement.cost((note.costMicros / 1_000_000).toFixed(4)) : '';
  return (
    <p className="px-4 pb-3 text-small text-muted sm:px-5">
      {said} {note.detail} {cost}
    </p>
  );
}

function Ads({ found }: { found: NonNullable<TranscriptAnalysis['adReads']> }) {
  return (
    <Panel id="ads" title={words.ads} beside={<Reliance finding={found} />}>
      {found.refinement && <Refinement note={found.refinement} />}
      {found.ads.length === 0 ? (
        <Empty title={words.noAds} help={words.noAdsHelp} />
      ) : (
        <Table caption={words.ads} columns={AD_COLUMNS} rows={found.ads} rowKey={({ startMs }) => String(startMs)} />
      )}
    </Panel>
  );
}

const FLAG_COLUMNS: readonly Column<FoundFlag>[] = [
  {
    id: 'category',
    header: words.category,
    cell: ({ category }) => <span className="whitespace-nowrap">{words.categories[category]}</span>,
  },
  { id: 'when', header: words.when, cell: ({ startMs }) => clock(startMs) },
  {
    id: 'quote',
    header: words.quote,
    cell: ({ quote, isInAd }) => (
      <span className="block max-w-2xl min-w-56 wrap-anywhere">
        {quote} {isInAd && <Tag>{words.inAd}</Tag>}
      </span>
    ),
  },
];

function Safety({ found }: { found: NonNullable<TranscriptAnalysis['brandSafety']> }) {
  const all = found.counts.reduce((sum, { sentences }) => sum + sentences, 0);
  return (
    <Panel id="safety" title={words.safety} beside={<Reliance finding={found} />}>
      {found.flags.length === 0 ? (
        <Empty title={words.noFlags} help={words.noFlagsHelp} />
      ) : (
        <>
          <p className="px-4 pb-3 text-muted sm:px-5">
            {found.counts
              .map(({ category, sentences }) => words.counted(words.categories[category], formatPlural(sentences, words.sentences)))
              .join(' · ')}
            {found.flags.length < all && ` · ${words.shownOf(formatCount(found.flags.length), formatCount(all))}`}
          </p>
          <Table
            caption={words.safety}
            columns={FLAG_COLUMNS}
            rows={found.flags}
            rowKey={({ category, startMs, quote }) => `${category} ${startMs} ${quote}`}
          />
        </>
      )}
    </Panel>
  );
}

function Summary({ analysis: { summary, keywords, sentiment } }: { analysis: TranscriptAnalysis }) {
  if (!summary || !keywords || !sentiment) return null;
  const facts = [
    { name: words.keywords, value: keywords.keywords.map(({ phrase, count }) => `${phrase} (${formatCount(count)})`).join(', ') || '–' },
    {
      name: words.sentiment,
      value: (['negative', 'neutral', 'positive'] as const)
        .map((band) => `${formatCount(sentiment[band])} ${words.bands[band]}`)
        .join(', '),
    },
  ];
  return (
    <Panel id="summary" title={words.summary} beside={<Reliance finding={summary} />}>
      <p className="px-4 pb-2 text-small text-muted sm:px-5">{words.summaryHelp}</p>
      <ol className="flex flex-col gap-2 px-4 pb-4 sm:px-5">
        {summary.sentences.map(({ startMs, text }) => (
          <li key={`${startMs} ${text}`} className="grid max-w-3xl grid-cols-[3.75rem_1fr] gap-x-3">
            <span className="text-right text-small text-muted tabular-nums">{clock(startMs)}</span>
            <span className="min-w-0 wrap-anywhere">{text}</span>
          </li>
        ))}
      </ol>
      <Facts items={facts} />
    </Panel>
  );
}

function Chapters({ found }: { found: NonNullable<TranscriptAnalysis['chapters']> }) {
  return (
    <Panel id="chapters" title={words.chapters} beside={<Reliance finding={found} />}>
      <ol className="flex flex-col gap-1.5 px-4 pb-4 sm:px-5">
        {found.chapters.map(({ startMs, title }) => (
          <li key={startMs} className="grid grid-cols-[3.75rem_1fr] gap-x-3">
            <span className="text-right text-small text-muted tabular-nums">{clock(startMs)}</span>
            <span className="min-w-0 wrap-anywhere">{title === '' ? words.untitled : title}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** What was found in a transcript, each with how far it can be relied on. */
export function Findings({ analysis }: { analysis: TranscriptAnalysis }) {
  const { adReads, topics, entities, brandSafety, chapters } = analysis;
  return (
    <>
      {adReads && <Ads found={adReads} />}
      {adReads && !brandSafety && (
        <div className="rounded-panel border border-line bg-surface">
          <Empty title={words.onlyEnglish} help={words.onlyEnglishHelp} />
        </div>
      )}
      {brandSafety && <Safety found={brandSafety} />}
      <Summary analysis={analysis} />
      {topics && <Topics found={topics} />}
      {entities && <Entities found={entities} />}
      {chapters && <Chapters found={chapters} />}
    </>
  );
}
