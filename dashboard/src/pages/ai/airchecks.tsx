import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AircheckSummary } from '../../airchecks-api.ts';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { paths } from '../../paths.ts';
import { aircheckTexts as words } from '../../texts-airchecks.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { FoundList } from '../catalog/found-table.tsx';
import { LINK } from '../catalog/named.tsx';
import { airchecksQuery } from './aircheck-queries.ts';

const TONES = { pass: 'plain', fail: 'danger', uncertain: 'notice' } as const;

/** A verdict by its word and its tone. */
export function Verdict({ of }: { of: AircheckSummary['outcome'] }) {
  return <Tag tone={TONES[of]}>{words.verdicts[of]}</Tag>;
}

export const AIRCHECK_COLUMNS: readonly Column<AircheckSummary>[] = [
  {
    id: 'placement',
    header: words.placement,
    sortValue: ({ placement }) => placement,
    cell: ({ id, placement }) => (
      <Link to={paths.aircheck} params={{ id }} search={{}} className={LINK}>
        {placement}
      </Link>
    ),
  },
  { id: 'episode', header: words.episode, sortValue: ({ transcript }) => transcript.episode, cell: ({ transcript }) => transcript.episode },
  { id: 'copy', header: words.copy, cell: ({ transcript }) => words.copies[transcript.copy] },
  { id: 'outcome', header: words.outcome, sortValue: ({ outcome }) => outcome, cell: ({ outcome }) => <Verdict of={outcome} /> },
  { id: 'counts', header: words.counted, cell: ({ counts }) => words.counts(counts.pass, counts.fail, counts.uncertain) },
  { id: 'checked', header: words.checked, sortValue: ({ createdAt }) => createdAt, cell: ({ createdAt }) => <Instant at={createdAt} /> },
];

/** The airchecks of a tenant, the newest first. */
export function Airchecks() {
  const list = useQuery(airchecksQuery());
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Panel id="airchecks" title={words.list}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={AIRCHECK_COLUMNS}
          rowKey={({ id }) => id}
          textOf={({ placement, campaign, transcript, outcome }) => `${placement} ${campaign} ${transcript.episode} ${outcome}`}
          empty={<Empty title={words.empty} help={words.emptyHelp} />}
        />
      </Panel>
    </>
  );
}
