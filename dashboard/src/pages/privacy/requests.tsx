import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ListFailure } from '../../components/failure.tsx';
import { InZone, Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { paths } from '../../paths.ts';
import type { PrivacyRequest } from '../../privacy-api.ts';
import { privacyTexts as words } from '../../texts-privacy.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Older } from '../security/older.tsx';
import { OpenRequest } from './open-request.tsx';
import { privacyRequestQuery, privacyRequestsQuery } from './privacy-queries.ts';
import { Due, isOpen, Status } from './request-status.tsx';

const COLUMNS: readonly Column<PrivacyRequest>[] = [
  {
    id: 'request',
    header: words.request,
    cell: ({ id, kind }) => (
      <span className="flex max-w-36 flex-col items-start sm:max-w-80">
        <Link to={paths.privacyRequest} params={{ id }} search={{}} className="font-medium text-accent underline underline-offset-4">
          {words.kinds[kind][0]}
        </Link>
        <code className="max-w-full truncate font-mono text-caption text-muted" title={id}>
          {id}
        </code>
      </span>
    ),
  },
  { id: 'status', header: words.status, cell: (request) => <Status request={request} /> },
  { id: 'received', header: words.received, beside: <InZone />, cell: ({ receivedAt }) => <Instant at={receivedAt} /> },
  { id: 'due', header: words.due, cell: (request) => <Due request={request} /> },
];

/** What people asked about their data, newest first, with what each waits for. */
export function PrivacyRequests() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const list = useInfiniteQuery(privacyRequestsQuery);
  const rows = list.data?.pages.flatMap(({ items }) => items);
  const opened = (request: PrivacyRequest) => {
    queryClient.setQueryData(privacyRequestQuery(request.id).queryKey, request);
    void queryClient.invalidateQueries({ queryKey: privacyRequestsQuery.queryKey });
    void navigate({ to: paths.privacyRequest, params: { id: request.id }, search: {} });
  };
  return (
    <>
      <RoomHead title={words.title}>{words.lead}</RoomHead>
      <Panel id="privacy-requests" title={words.list} aside={rows && <OpenRequest onOpened={opened} />}>
        {!rows && list.error && <ListFailure error={list.error} onRetry={() => void list.refetch()} />}
        {!rows && !list.error && <SkeletonLines count={5} label={texts.loading} />}
        {rows?.length === 0 && <Empty title={words.empty} help={words.emptyHelp} />}
        {rows && rows.length > 0 && (
          <>
            <Table
              caption={words.list}
              columns={COLUMNS}
              rows={rows}
              rowKey={({ id }) => id}
              rowClass={({ status }) => (isOpen(status) ? '' : '[&>*]:text-muted')}
            />
            <Older {...list} />
          </>
        )}
      </Panel>
    </>
  );
}
