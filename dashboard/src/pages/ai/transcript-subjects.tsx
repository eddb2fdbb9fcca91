import { Empty } from '../../components/empty.tsx';
import { formatClock, formatCount } from '../../format.ts';
import { transcriptTexts as words } from '../../texts-transcripts.ts';
import type { FoundEntity, FoundTopic, TranscriptAnalysis } from '../../transcripts-api.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Facts } from '../tenants/facts.tsx';
import { Reliance } from './reliance.tsx';

const TOPIC_COLUMNS: readonly Column<FoundTopic>[] = [
  {
    id: 'topic',
    header: words.topic,
    cell: ({ name, parentId, certainty }) => (
      <span className={`flex min-w-40 flex-wrap items-center gap-1.5 ${parentId === null ? 'font-medium' : 'pl-5'}`}>
        {name} <Tag>{words.certainties[certainty]}</Tag>
      </span>
    ),
  },
  {
    id: 'share',
    header: words.topicShare,
    cell: ({ share }) => <span className="whitespace-nowrap">{words.topicShareOf(Math.round(20 * share) * 5)}</span>,
  },
  { id: 'when', header: words.when, cell: ({ startMs }) => formatClock(Math.floor(startMs / 1_000)) },
  {
    id: 'words',
    header: words.topicWords,
    cell: (topic) => <span className="block max-w-md min-w-40 text-muted wrap-anywhere">{topic.words.join(', ')}</span>,
  },
];

/** What the programme speaks of, by the IAB Content Taxonomy. */
export function Topics({ found }: { found: NonNullable<TranscriptAnalysis['topics']> }) {
  return (
    <Panel id="topics" title={words.topics} beside={<Reliance finding={found} />}>
      {found.topics.length === 0 ? (
        <Empty title={words.noTopics} help={words.noTopicsHelp} />
      ) : (
        <>
          <p className="px-4 pb-3 text-small text-muted sm:px-5">{words.topicsLead}</p>
          <Table caption={words.topics} columns={TOPIC_COLUMNS} rows={found.topics} rowKey={({ id }) => id} />
        </>
      )}
    </Panel>
  );
}

const isChecked = ({ kind }: FoundEntity) => kind === 'brand' || kind === 'promo_code';

function Names({ entities }: { entities: readonly FoundEntity[] }) {
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1">
      {entities.map((one) => (
        <span key={one.name} className="wrap-anywhere">
          {one.name} <span className="text-small text-muted tabular-nums">{formatCount(one.count)}</span>{' '}
          {isChecked(one) && (
            <Tag title={one.isListed ? words.verifiedHelp : words.unverifiedHelp}>{one.isListed ? words.verified : words.unverified}</Tag>
          )}
        </span>
      ))}
    </span>
  );
}

/** Who and what is named, by kind. */
export function Entities({ found }: { found: NonNullable<TranscriptAnalysis['entities']> }) {
  const kinds = [...new Set(found.entities.map(({ kind }) => kind))];
  const facts = kinds.map((kind) => ({
    name: words.entityKinds[kind],
    value: <Names entities={found.entities.filter((one) => one.kind === kind)} />,
  }));
  return (
    <Panel id="entities" title={words.entities} beside={<Reliance finding={found} />}>
      <p className="px-4 pb-3 text-small text-muted sm:px-5">{found.hasCapitals ? words.entitiesLead : words.noCapitals}</p>
      {facts.length === 0 ? <Empty title={words.noEntities} help={words.noEntitiesHelp} /> : <Facts items={facts} />}
    </Panel>
  );
}
