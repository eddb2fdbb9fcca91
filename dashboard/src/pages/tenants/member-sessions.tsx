import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { Failure } from '../../components/failure.tsx';
import { endMemberSession, endMemberSessions, type Member, type MemberSession } from '../../settings-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { AskFirst } from './ask-first.tsx';
import { Said } from './said.tsx';
import { memberSessionsQuery } from './settings-queries.ts';

const words = settingsTexts.memberSessions;

interface OneProps {
  member: Member;
  session: MemberSession;
  mayEnd: boolean;
  onEnded: () => void;
}

function One({ member, session, mayEnd, onEnded }: OneProps) {
  const { id, device, network, lastSeenAt } = session;
  const name = words.endOf(device, network);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-2.5 first:border-t-0">
      <span className="flex flex-col">
        <span className="font-medium">{device}</span>
        <span className="text-small text-muted">
          <span className="font-mono">{network}</span> · {words.seen} <Instant at={lastSeenAt} />
        </span>
      </span>
      {mayEnd && (
        <AskFirst
          label={words.end}
          name={name}
          title={`${name}?`}
          lead={words.endLead(member.name)}
          change={() => endMemberSession(member.id, id)}
          onDone={onEnded}
        />
      )}
    </li>
  );
}

function SessionList({ member, mayEnd }: { member: Member; mayEnd: boolean }) {
  const queryClient = useQueryClient();
  const query = memberSessionsQuery(member.id);
  const { data, error, refetch } = useQuery(query);
  const [said, say] = useState('');
  const ended = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: query.queryKey });
  };
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonLines count={2} label={texts.loading} />;
  return (
    <div className="flex flex-col gap-3">
      <Said text={said} />
      {data.items.length === 0 && <p className="text-muted">{words.none}</p>}
      <ul>
        {data.items.map((session) => (
          <One key={session.id} member={member} session={session} mayEnd={mayEnd} onEnded={() => ended(words.ended)} />
        ))}
      </ul>
      {mayEnd && data.items.length > 1 && (
        <div className="self-end">
          <AskFirst
            label={words.endAll}
            look="outline"
            title={`${words.endAll}?`}
            lead={words.endLead(member.name)}
            change={() => endMemberSessions(member.id)}
            onDone={() => ended(words.allEnded)}
          />
        </div>
      )}
    </div>
  );
}

/** Where a member is signed in to this tenant, and how to end it there. */
export function MemberSessions({ member, mayEnd }: { member: Member; mayEnd: boolean }) {
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button look="quiet" aria-label={words.ofWhom(member.name)} onClick={() => open(true)}>
        {words.label}
      </Button>
      <Dialog title={words.ofWhom(member.name)} lead={words.lead} isOpen={isOpen} onClose={() => open(false)}>
        <SessionList member={member} mayEnd={mayEnd} />
      </Dialog>
    </>
  );
}
