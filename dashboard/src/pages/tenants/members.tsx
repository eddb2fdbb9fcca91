import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { paths } from '../../paths.ts';
import { sessionQuery } from '../../queries.ts';
import { changeMember, leaveTenant, type Member, type Role, ROLES } from '../../settings-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { texts } from '../../texts.ts';
import { Notice, Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AskFirst } from './ask-first.tsx';
import { Invitations } from './invitations.tsx';
import { MemberRemoval } from './member-removal.tsx';
import { MemberSessions } from './member-sessions.tsx';
import { RoleChoice, RoleList } from './roles.tsx';
import { Said } from './said.tsx';
import { membersQuery } from './settings-queries.ts';

const words = settingsTexts.members;

/** What the person who looks may do: an administrator everything but with owners. */
function mayChange(by: Role | null, whose: Role): boolean {
  return by === 'owner' || (by === 'admin' && whose !== 'owner');
}

function Leave() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const gone = async () => {
    queryClient.clear();
    await router.navigate({ to: paths.signIn, search: {} });
  };
  return (
    <AskFirst
      label={words.leave}
      title={words.leaveTitle}
      lead={words.leaveLead}
      action={words.leaveAction}
      change={leaveTenant}
      onDone={() => void gone()}
    />
  );
}

function Person({ member }: { member: Member }) {
  return (
    <span className="flex max-w-40 flex-col sm:max-w-80">
      <span className="flex items-center gap-2">
        <span className="truncate font-medium">{member.name}</span>
        {member.isYou && <Tag>{words.you}</Tag>}
      </span>
      <span className="truncate text-small text-muted">{member.email}</span>
    </span>
  );
}

function Actions({ member, role, onRemoved }: { member: Member; role: Role | null; onRemoved: () => void }) {
  if (member.isYou) return <Leave />;
  const mayEnd = mayChange(role, member.role);
  return (
    <span className="flex flex-wrap justify-end gap-1">
      <MemberSessions member={member} mayEnd={mayEnd} />
      {mayEnd && <MemberRemoval member={member} onRemoved={onRemoved} />}
    </span>
  );
}

interface MemberChange {
  member: Member;
  to: Role;
}

interface Doing {
  /** The role of whoever looks; null for a key. */
  role: Role | null;
  isBusy: boolean;
  change: (change: MemberChange) => void;
  tell: (text: string) => void;
}

function columnsFor({ role, isBusy, change, tell }: Doing): readonly Column<Member>[] {
  const offered = role === 'owner' ? ROLES : ROLES.filter((one) => one !== 'owner');
  return [
    { id: 'person', header: words.person, cell: (member) => <Person member={member} /> },
    {
      id: 'role',
      header: words.role,
      cell: (member) =>
        mayChange(role, member.role) ? (
          <RoleChoice
            label={words.roleOf(member.name)}
            value={member.role}
            roles={offered}
            isBusy={isBusy}
            onChoose={(to) => change({ member, to })}
          />
        ) : (
          settingsTexts.roles[member.role][0]
        ),
    },
    {
      id: 'since',
      header: words.since,
      className: 'max-sm:hidden',
      cell: (member) => <Instant at={member.createdAt} className="text-muted" />,
    },
    {
      id: 'actions',
      header: settingsTexts.actions,
      atEnd: true,
      cell: (member) => <Actions member={member} role={role} onRemoved={() => tell(words.removed(member.name))} />,
    },
  ];
}

function MemberList({ members, say }: { members: Member[]; say: (text: string) => void }) {
  const queryClient = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { role } = session;
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: membersQuery.queryKey });
  };
  const change = useSensitiveChange(
    ({ member, to }: MemberChange) => changeMember(member.id, to),
    ({ name }, { to }) => tell(words.changed(name, settingsTexts.roles[to][0])),
  );
  return (
    <>
      {change.problem !== undefined && (
        <div className="px-4 pb-3 sm:px-5">
          <Notice tone="danger" live="alert">
            {change.problem}
          </Notice>
        </div>
      )}
      <Table
        caption={words.list}
        columns={columnsFor({ role, isBusy: change.isBusy, change: change.start, tell })}
        rows={members}
        rowKey={({ id }) => id}
      />
      {change.question}
    </>
  );
}

/** Who works with the data of this tenant, who is invited to, and what each role may do. */
export function Members() {
  const list = useQuery(membersQuery);
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [said, say] = useState('');
  const isPerson = session.role !== null;
  return (
    <>
      <RoomHead title={settingsTexts.tabs.members}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="members" title={words.list} aside={list.error && isPerson ? <Leave /> : undefined}>
        {list.data ? (
          <MemberList members={list.data} say={say} />
        ) : list.error ? (
          <ListFailure error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <SkeletonLines count={4} label={texts.loading} />
        )}
      </Panel>
      {list.data && <Invitations say={say} by={session.role} />}
      <RoleList title={words.what} />
    </>
  );
}
