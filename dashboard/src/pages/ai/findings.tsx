import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { faultsOf } from '../../faults.ts';
import { formatDay } from '../../format.ts';
import { changeInsight, type Insight } from '../../insights-api.ts';
import { paths } from '../../paths.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { insightTexts as words } from '../../texts-insights.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { LINK } from '../catalog/named.tsx';
import { Older } from '../security/older.tsx';
import { Said } from '../tenants/said.tsx';
import { INSIGHTS, insightsQuery } from './insight-queries.ts';

type Status = Insight['status'];
/** What a person may say of a finding. */
type Decision = Exclude<Status, 'ended'>;

const CHOICES = (['open', 'done', 'dismissed', 'ended'] as const).map((value) => ({ value, label: words.statuses[value] }));

function Subject({ subject: { type, key } }: { subject: Insight['subject'] }) {
  const name = <span className="wrap-anywhere">{key}</span>;
  const link = { params: { key: key ?? '' }, search: {}, className: LINK };
  return (
    <span className="flex min-w-28 flex-col">
      <span className="text-caption text-muted">{words.subjects[type]}</span>
      {type === 'campaign' && (
        <Link to={paths.campaign} {...link}>
          {name}
        </Link>
      )}
      {type === 'show' && (
        <Link to={paths.show} {...link}>
          {name}
        </Link>
      )}
      {type === 'transcript' && (
        <Link to={paths.transcript} params={{ id: key ?? '' }} search={{}} className={LINK}>
          {name}
        </Link>
      )}
      {type === 'episode' && name}
    </span>
  );
}

function Evidence({ evidence }: { evidence: Insight['evidence'] }) {
  return (
    <dl className="grid min-w-56 max-w-96 grid-cols-2 gap-x-3 text-small">
      {evidence.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const COLUMNS: readonly Column<Insight>[] = [
  {
    id: 'day',
    header: words.day,
    cell: ({ day }) => (
      <time dateTime={day} className="whitespace-nowrap">
        {formatDay(day, 'full')}
      </time>
    ),
  },
  {
    id: 'finding',
    header: words.finding,
    cell: ({ finding, source, note, statusBy, statusAt, endedAt }) => (
      <span className="flex min-w-64 max-w-prose flex-col items-start gap-1">
        <Tag>{words.sources[source]}</Tag>
        {finding}
        {endedAt !== null && <span className="text-small text-muted">{words.noLonger(formatDay(endedAt.slice(0, 10), 'full'))}</span>}
        {statusBy !== null && statusAt !== null && (
          <span className="text-small text-muted">
            {note === null ? '' : `“${note}” `}
            {words.by(statusBy, statusAt.slice(0, 10))}
          </span>
        )}
      </span>
    ),
  },
  { id: 'about', header: words.what, cell: ({ subject }) => <Subject subject={subject} /> },
  { id: 'evidence', header: words.evidence, cell: ({ evidence }) => <Evidence evidence={evidence} /> },
];

interface ChangeProps {
  insight: Insight;
  status: Decision;
  onChanged: (status: Decision) => void;
}

function StatusForm({ insight, status, onChanged }: ChangeProps) {
  const send = (form: HTMLFormElement) => changeInsight(insight.id, { status, note: typedIn(form).text('note') ?? undefined });
  const change = useSensitiveChange(send, () => onChanged(status));
  const faults = faultsOf(change.error, ['note']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <p>{insight.finding}</p>
      <TextArea
        name="note"
        label={words.note}
        help={words.noteHelp}
        optional={catalogTexts.optional}
        maxLength={500}
        rows={3}
        problem={faults.at('note')}
      />
      <FormEnd change={change} rest={faults.rest} submit={words.save} />
    </form>
  );
}

function Actions({ insight, onChanged }: Omit<ChangeProps, 'status'>) {
  const reopening = useSensitiveChange<true, unknown>(
    () => changeInsight(insight.id, { status: 'open' }),
    () => onChanged('open'),
  );
  if (insight.status !== 'open')
    return (
      <>
        <Button
          look="quiet"
          aria-label={words.markOf(words.reopen, insight.finding)}
          disabled={reopening.isBusy}
          onClick={() => reopening.start(true)}
        >
          {words.reopen}
        </Button>
        {reopening.question}
      </>
    );
  const dialog = (status: 'done' | 'dismissed', label: string, title: string, lead: string) => (
    <FormDialog label={label} name={words.markOf(label, insight.finding)} title={title} lead={lead} look="quiet">
      {(close) => (
        <StatusForm
          insight={insight}
          status={status}
          onChanged={(changed) => {
            close();
            onChanged(changed);
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <span className="flex justify-end gap-1">
      {dialog('done', words.done, words.doneTitle, words.doneLead)}
      {dialog('dismissed', words.dismiss, words.dismissTitle, words.dismissLead)}
    </span>
  );
}

function columnsFor(onChanged: (status: Decision) => void): readonly Column<Insight>[] {
  const cell = (insight: Insight) => <Actions insight={insight} onChanged={onChanged} />;
  return [...COLUMNS, { id: 'actions', header: words.actions, atEnd: true, cell }];
}

function Rows({ status, columns }: { status: Status; columns: readonly Column<Insight>[] }) {
  const list = useInfiniteQuery(insightsQuery(status));
  if (list.error && !list.data) return <ListFailure error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonLines count={6} label={texts.loading} />;
  const rows = list.data.pages.flatMap(({ items }) => items);
  const help = status === 'open' ? words.emptyHelp : status === 'ended' ? words.emptyEndedHelp : words.emptyStatusHelp;
  if (rows.length === 0) return <Empty title={words.empty[status]} help={help} />;
  return (
    <>
      <Table caption={words.list} columns={columns} rows={rows} rowKey={({ id }) => id} />
      <Older {...list} />
    </>
  );
}

/** Dated findings, of the latest day first, and what became of each. */
export function Findings() {
  const queryClient = useQueryClient();
  const mayChange = useMay('analyse');
  const [status, choose] = useState<Status>('open');
  const [said, say] = useState('');
  const tell = (changed: Decision) => {
    say(words.said[changed]);
    void queryClient.invalidateQueries({ queryKey: INSIGHTS });
  };
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="findings" title={words.list} aside={<Segmented label={words.show} choices={CHOICES} value={status} onChoose={choose} />}>
        <Rows status={status} columns={mayChange ? columnsFor(tell) : COLUMNS} />
      </Panel>
    </>
  );
}
