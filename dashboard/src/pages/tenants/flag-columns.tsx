import { Instant } from '../../components/amount.tsx';
import type { FlagState } from '../../tenant-api.ts';
import { flagTexts as words } from '../../texts-flags.ts';
import { Tag } from '../../ui/notice.tsx';
import type { Column } from '../../ui/table.tsx';

/** What each flag does, how it stands, who said so and until when; `sources` says who in the words of whoever reads. */
export function flagColumns(sources: Readonly<Record<FlagState['source'], string>>): readonly Column<FlagState>[] {
  return [
    {
      id: 'flag',
      header: words.flag,
      cell: ({ flag, description }) => (
        <span className="flex min-w-48 flex-col">
          {description}
          <code className="font-mono text-caption text-muted">{flag}</code>
        </span>
      ),
    },
    {
      id: 'stands',
      header: words.stands,
      cell: ({ enabled }) => <Tag tone={enabled ? 'plain' : 'notice'}>{enabled ? words.on : words.off}</Tag>,
    },
    { id: 'source', header: words.source, cell: ({ source }) => sources[source] },
    {
      id: 'until',
      header: words.until,
      cell: ({ expiresAt, source }) =>
        expiresAt !== null ? <Instant at={expiresAt} /> : source === 'default' ? '' : <span className="text-muted">{words.forGood}</span>,
    },
  ];
}
