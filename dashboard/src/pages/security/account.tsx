import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Empty } from '../../components/empty.tsx';
import { FailurePanel } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { sessionQuery } from '../../queries.ts';
import { accountTexts } from '../../texts-account.ts';
import { texts } from '../../texts.ts';
import { Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { AccountApplications } from './account-applications.tsx';
import { AccountFactor } from './account-factor.tsx';
import { AccountMails } from './account-mails.tsx';
import { AccountPassword } from './account-password.tsx';
import { AccountProfile } from './account-profile.tsx';
import { meQuery } from './account-queries.ts';
import { AccountSessions } from './account-sessions.tsx';

function Sections({ mailsOf }: { mailsOf: string | undefined }) {
  const { data: me, error, refetch } = useQuery(meQuery);
  if (error) return <FailurePanel error={error} onRetry={() => void refetch()} />;
  if (!me) return <SkeletonLines count={6} label={texts.loading} />;
  return (
    <>
      <AccountFactor me={me} />
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <AccountProfile me={me} />
        <AccountPassword me={me} />
      </div>
      {mailsOf !== undefined && <AccountMails tenant={mailsOf} />}
      <AccountSessions />
      <AccountApplications />
    </>
  );
}

const NEEDS = { enrolment: accountTexts.enrolmentNeeded, tenant: accountTexts.tenantNeeded, second_factor: '' };

/** A person's own account: who they are, how they sign in, and where they are signed in. */
export function Account() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { needs, person } = session;
  return (
    <>
      <RoomHead title={accountTexts.title}>{accountTexts.lead}</RoomHead>
      {needs !== null && (
        <Notice tone="notice" icon={<Warning />}>
          {NEEDS[needs]}
        </Notice>
      )}
      {person === null ? (
        <div className="rounded-panel border border-line bg-surface">
          <Empty title={accountTexts.ofKey} help={accountTexts.ofKeyHelp} />
        </div>
      ) : (
        <Sections mailsOf={needs === null ? session.tenant?.name : undefined} />
      )}
    </>
  );
}
