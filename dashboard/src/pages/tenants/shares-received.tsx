import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useRef } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { declineShare, enterCode, type ReceivedShare } from '../../shares-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { sharingTexts } from '../../texts-sharing.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AcceptShare } from './accept-share.tsx';
import { AskFirst } from './ask-first.tsx';
import { ReportLink } from './report-link.tsx';
import { receivedSharesQuery } from './share-queries.ts';
import { Covers, SharedCampaign } from './share-scope.tsx';

const words = sharingTexts.received;

interface Telling {
  /** Says what was done, and has the list read again. */
  tell: (text: string) => void;
}

function Grantor({ share: { grantor, state } }: { share: ReceivedShare }) {
  return (
    <span className="flex max-w-52 flex-col items-start gap-0.5">
      <span className="max-w-full truncate">{grantor}</span>
      {state === 'offered' && <Tag tone="notice">{words.offered}</Tag>}
    </span>
  );
}

function OfferActions({ share, tell }: Telling & { share: ReceivedShare }) {
  const { id, campaign, grantor } = share;
  return (
    <>
      <AcceptShare share={share} onAccepted={() => tell(words.accepted(campaign))} />
      <AskFirst
        label={words.decline}
        name={words.declineWho(campaign, grantor)}
        title={words.declineTitle(campaign)}
        lead={words.declineLead(grantor)}
        change={() => declineShare(id)}
        onDone={() => tell(words.declined(campaign))}
      />
    </>
  );
}

function Actions({ share, canChange, tell }: Telling & { share: ReceivedShare; canChange: boolean }) {
  const { id, campaign, grantor, state } = share;
  if (state === 'offered') return canChange && <OfferActions share={share} tell={tell} />;
  return (
    <>
      <ReportLink id={id} campaign={campaign} other={grantor} />
      {canChange && (
        <AskFirst
          label={words.end}
          name={words.endWho(campaign, grantor)}
          title={words.endTitle(campaign)}
          lead={words.endLead(grantor)}
          change={() => declineShare(id)}
          onDone={() => tell(words.ended(campaign))}
        />
      )}
    </>
  );
}

function columnsFor(canChange: boolean, tell: Telling['tell']): readonly Column<ReceivedShare>[] {
  const actions = (share: ReceivedShare) => <Actions share={share} canChange={canChange} tell={tell} />;
  return [
    { id: 'campaign', header: sharingTexts.campaign, cell: (share) => <SharedCampaign share={share} /> },
    { id: 'other', header: words.other, cell: (share) => <Grantor share={share} /> },
    { id: 'covers', header: sharingTexts.covers, cell: (share) => <Covers share={share} /> },
    { id: 'ends', header: sharingTexts.ends, cell: ({ expiresAt }) => <Instant at={expiresAt} /> },
    { id: 'actions', header: settingsTexts.actions, atEnd: true, cell: actions },
  ];
}

function CodeForm({ tell }: Telling) {
  const form = useRef<HTMLFormElement>(null);
  const enter = useSensitiveChange(enterCode, ({ grantor, campaign }) => {
    form.current?.reset();
    tell(words.entered(grantor, campaign));
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    enter.start(fieldText(event.currentTarget, 'code'));
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-wrap items-start gap-3 border-t border-line px-4 py-4 sm:px-5">
      <div className="min-w-56 flex-1">
        <TextField
          name="code"
          label={words.code}
          help={words.codeHelp}
          problem={enter.problem}
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
        />
      </div>
      <Button type="submit" look="outline" className="min-h-10 max-sm:w-full sm:mt-6" disabled={enter.isBusy}>
        {words.enter}
      </Button>
      {enter.question}
    </form>
  );
}

/** The shares that name this tenant, with a place to enter the code of another. */
export function SharesReceived({ canChange, say }: { canChange: boolean; say: (text: string) => void }) {
  const queryClient = useQueryClient();
  const list = useQuery(receivedSharesQuery);
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: receivedSharesQuery.queryKey });
  };
  return (
    <Panel id="shares-received" title={words.list}>
      {list.error && <ListFailure error={list.error} onRetry={() => void list.refetch()} />}
      {!list.data && !list.error && <SkeletonLines count={3} label={texts.loading} />}
      {list.data?.length === 0 && <p className="px-4 pb-4 text-muted sm:px-5">{words.empty}</p>}
      {list.data && list.data.length > 0 && (
        <Table caption={words.list} columns={columnsFor(canChange, tell)} rows={list.data} rowKey={({ id }) => id} />
      )}
      {list.data && canChange && <CodeForm tell={tell} />}
    </Panel>
  );
}
