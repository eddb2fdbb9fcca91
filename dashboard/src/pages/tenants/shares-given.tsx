import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { formatPlural } from '../../format.ts';
import { type CreatedShare, revokeShare, type Share } from '../../shares-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { sharingTexts } from '../../texts-sharing.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AskFirst } from './ask-first.tsx';
import { OfferCampaign } from './offer-campaign.tsx';
import { ReportLink } from './report-link.tsx';
import { givenSharesQuery } from './share-queries.ts';
import { Covers, SharedCampaign } from './share-scope.tsx';
import { ShownOnce } from './shown-once.tsx';

const words = sharingTexts.given;

const IS_OVER: readonly Share['state'][] = ['expired', 'revoked', 'declined'];

function isLeft({ state }: Share): boolean {
  return !IS_OVER.includes(state);
}

const STATE_WORDS: Record<Share['state'], string> = {
  invited: words.waiting,
  invitation_expired: words.codeOver,
  offered: words.notAccepted,
  live: '',
  expired: words.expired,
  revoked: words.revoked,
  declined: words.declined,
};

/** The tenant that entered the code, or what the share waits for; the grantor's own note below it. */
function Grantee({ share: { grantee, partner, state } }: { share: Share }) {
  const stateWords = STATE_WORDS[state];
  const tone = state === 'invited' || state === 'offered' ? 'notice' : 'plain';
  return (
    <span className="flex max-w-52 flex-col items-start gap-0.5">
      {grantee !== null && <span className="max-w-full truncate">{grantee}</span>}
      {stateWords !== '' && <Tag tone={tone}>{stateWords}</Tag>}
      {partner !== grantee && <span className="max-w-full truncate text-small text-muted">{words.forWhom(partner)}</span>}
    </span>
  );
}

interface Doing {
  canChange: boolean;
  onRevoked: (share: Share) => void;
}

function Actions({ share, canChange, onRevoked }: Doing & { share: Share }) {
  const { id, campaign, grantee, partner, kind, state } = share;
  const other = grantee ?? partner;
  return (
    <>
      {state === 'live' && <ReportLink id={id} campaign={campaign} other={other} />}
      {canChange && isLeft(share) && (
        <AskFirst
          label={words.revoke}
          name={words.revokeWho(campaign, other)}
          title={words.revokeTitle(campaign, other)}
          lead={words.revokeLead + (kind === 'matching' ? words.revokeMatching : '')}
          change={() => revokeShare(id)}
          onDone={() => onRevoked(share)}
        />
      )}
    </>
  );
}

function columnsFor(doing: Doing): readonly Column<Share>[] {
  return [
    { id: 'campaign', header: sharingTexts.campaign, cell: (share) => <SharedCampaign share={share} /> },
    { id: 'other', header: words.other, cell: (share) => <Grantee share={share} /> },
    { id: 'covers', header: sharingTexts.covers, cell: (share) => <Covers share={share} /> },
    { id: 'ends', header: sharingTexts.ends, cell: ({ endedAt, expiresAt }) => <Instant at={endedAt ?? expiresAt} /> },
    { id: 'actions', header: settingsTexts.actions, atEnd: true, cell: (share) => <Actions share={share} {...doing} /> },
  ];
}

/** What is shared first; what is over only when it is asked for. */
function GivenList({ shares, ...doing }: Doing & { shares: Share[] }) {
  const [showsOver, showOver] = useState(false);
  const [left, over] = [shares.filter(isLeft).toReversed(), shares.filter((share) => !isLeft(share)).toReversed()];
  const shown = showsOver ? [...left, ...over] : left;
  return (
    <>
      {shown.length === 0 ? (
        <Empty title={words.empty} help={words.emptyHelp} />
      ) : (
        <Table
          caption={words.list}
          columns={columnsFor(doing)}
          rows={shown}
          rowKey={({ id }) => id}
          rowClass={(share) => (isLeft(share) ? '' : '[&>*]:text-muted')}
        />
      )}
      {over.length > 0 && !showsOver && (
        <div className="p-3 text-center">
          <Button look="quiet" onClick={() => showOver(true)}>
            {words.over(formatPlural(over.length, words.overCount))}
          </Button>
        </div>
      )}
    </>
  );
}

interface Offered {
  share: CreatedShare;
  email: string | undefined;
}

/** The shares this tenant gives, with a way to give another. */
export function SharesGiven({ canChange, say }: { canChange: boolean; say: (text: string) => void }) {
  const queryClient = useQueryClient();
  const list = useQuery(givenSharesQuery);
  const [offered, show] = useState<Offered>();
  const read = () => void queryClient.invalidateQueries({ queryKey: givenSharesQuery.queryKey });
  const made = (share: CreatedShare, email: string | undefined) => {
    show({ share, email });
    read();
  };
  const revoked = ({ campaign, grantee, partner }: Share) => {
    say(words.revokedDone(campaign, grantee ?? partner));
    read();
  };
  const { codeTitle, codeLead, codeMailed, code, done } = sharingTexts.offer;
  return (
    <Panel id="shares-given" title={words.list} aside={list.data && canChange && <OfferCampaign onOffered={made} />}>
      {list.data ? (
        <GivenList shares={list.data} canChange={canChange} onRevoked={revoked} />
      ) : list.error ? (
        <ListFailure error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <SkeletonLines count={3} label={texts.loading} />
      )}
      <ShownOnce
        title={codeTitle}
        lead={offered?.email === undefined ? codeLead : codeMailed(offered.email)}
        label={code}
        secret={offered?.share.invitationCode}
        done={done}
        onDone={() => show(undefined)}
      />
    </Panel>
  );
}
