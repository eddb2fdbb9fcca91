import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ListFailure } from '../../components/failure.tsx';
import { Instant } from '../../components/amount.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { paths } from '../../paths.ts';
import type { PrivacyRequest } from '../../privacy-api.ts';
import { privacyTexts } from '../../texts-privacy.ts';
import { texts } from '../../texts.ts';
import { ArrowLeft } from '../../ui/icons.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Facts } from '../tenants/facts.tsx';
import { privacyRequestQuery, privacyRequestsQuery } from './privacy-queries.ts';
import { RequestExport, RequestReceipt } from './request-results.tsx';
import { Due, Status } from './request-status.tsx';
import { RequestSteps } from './request-steps.tsx';

const words = privacyTexts.facts;

function Back() {
  return (
    <Link to={paths.privacyRequests} search={{}} className="mb-1 flex w-fit items-center gap-1.5 text-small text-muted hover:text-ink">
      <ArrowLeft className="size-3.5" />
      {privacyTexts.back}
    </Link>
  );
}

function RequestFacts({ request }: { request: PrivacyRequest }) {
  const { id, verification, receivedAt, finishedAt, refusal, extension, objects, endedAt } = request;
  const facts = [
    { name: words.number, value: id },
    { name: privacyTexts.received, value: <Instant at={receivedAt} /> },
    { name: privacyTexts.due, value: <Due request={request} /> },
    { name: words.verification, value: verification === null ? words.unverified : privacyTexts.verifications[verification] },
    { name: words.extension, value: extension && privacyTexts.extensions[extension] },
    { name: words.finished, value: finishedAt && <Instant at={finishedAt} /> },
    { name: words.refusal, value: refusal && privacyTexts.refusals[refusal] },
    { name: words.objects, value: objects && words.withoutIdentity },
    { name: words.ended, value: endedAt && <Instant at={endedAt} /> },
  ];
  return <Facts items={facts.filter(({ value }) => value !== null && value !== false)} />;
}

function Sections({ request, onTaken }: { request: PrivacyRequest; onTaken: (request: PrivacyRequest) => void }) {
  const { kind, status, receipt } = request;
  const hasExport = status === 'done' && (kind === 'access' || kind === 'portability');
  return (
    <>
      <Panel id="privacy-request" title={words.title} aside={<Status request={request} />}>
        <div className="flex flex-col gap-4 px-4 pb-5 sm:px-5">
          <p role="status" className="max-w-2xl text-muted">
            {privacyTexts.meanings[status]}
          </p>
          <RequestSteps request={request} onTaken={onTaken} />
        </div>
        <RequestFacts request={request} />
      </Panel>
      {hasExport && <RequestExport request={request} />}
      {receipt !== null && <RequestReceipt receipt={receipt} />}
    </>
  );
}

/** One request: where it stands, what can be done about it, what came of it, and the proof. */
export function PrivacyRequestRoom() {
  const { id } = useParams({ from: '/signed-in/settings/privacy/$id' });
  const queryClient = useQueryClient();
  const { data: request, error, refetch } = useQuery(privacyRequestQuery(id));
  const taken = (changed: PrivacyRequest) => {
    queryClient.setQueryData(privacyRequestQuery(id).queryKey, changed);
    void queryClient.invalidateQueries({ queryKey: privacyRequestsQuery.queryKey });
  };
  const title = request ? privacyTexts.kinds[request.kind][0] : privacyTexts.request;
  return (
    <>
      <RoomHead title={title} above={<Back />}>
        {request && privacyTexts.kinds[request.kind][1]}
      </RoomHead>
      {request && <Sections request={request} onTaken={taken} />}
      {!request && (
        <Panel id="privacy-request" title={words.title}>
          {error ? <ListFailure error={error} onRetry={() => void refetch()} /> : <SkeletonLines count={4} label={texts.loading} />}
        </Panel>
      )}
    </>
  );
}
