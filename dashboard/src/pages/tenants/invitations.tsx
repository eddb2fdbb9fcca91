import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useRef } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { createInvitation, type Invitation, revokeInvitation, type Role, ROLES, sendInvitation } from '../../settings-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AskFirst } from './ask-first.tsx';
import { isOver } from './instants.ts';
import { roleOptions } from './roles.tsx';
import { invitationsQuery } from './settings-queries.ts';

const words = settingsTexts.invitations;

interface Telling {
  say: (text: string) => void;
}

function useRead() {
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey });
}

function InviteForm({ say, roles }: Telling & { roles: readonly Role[] }) {
  const read = useRead();
  const form = useRef<HTMLFormElement>(null);
  const invite = useSensitiveChange(createInvitation, ({ email }) => {
    say(words.sent(email));
    form.current?.reset();
    read();
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = roles.find((role) => role === fieldText(event.currentTarget, 'role'));
    if (chosen) invite.start({ email: fieldText(event.currentTarget, 'email'), role: chosen });
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-wrap items-start gap-3 border-t border-line px-4 py-4 sm:px-5">
      <div className="min-w-56 flex-1">
        <TextField name="email" type="email" label={words.email} help={words.help} problem={invite.problem} autoCapitalize="none" />
      </div>
      <div className="w-44 max-sm:w-full">
        <SelectField name="role" label={words.role} options={roleOptions(roles)} defaultValue="analyst" />
      </div>
      <Button type="submit" look="solid" className="min-h-10 max-sm:w-full sm:mt-6" disabled={invite.isBusy}>
        {words.submit}
      </Button>
      {invite.question}
    </form>
  );
}

function SendAgain({ invitation, say }: Telling & { invitation: Invitation }) {
  const read = useRead();
  const send = useSensitiveChange(sendInvitation, ({ email }) => {
    say(words.sent(email));
    read();
  });
  return (
    <>
      {send.problem !== undefined && (
        <span role="alert" className="text-small font-medium whitespace-normal text-danger">
          {send.problem}
        </span>
      )}
      <Button look="quiet" aria-label={words.againWho(invitation.email)} disabled={send.isBusy} onClick={() => send.start(invitation.id)}>
        {words.again}
      </Button>
      {send.question}
    </>
  );
}

function Actions({ invitation, say }: Telling & { invitation: Invitation }) {
  const read = useRead();
  return (
    <>
      <SendAgain invitation={invitation} say={say} />
      <AskFirst
        label={words.withdraw}
        name={words.withdrawWho(invitation.email)}
        title={words.withdrawTitle}
        lead={words.withdrawLead(invitation.email)}
        change={() => revokeInvitation(invitation.id)}
        onDone={read}
      />
    </>
  );
}

function Expiry({ at }: { at: string }) {
  return isOver(at) ? <Tag tone="notice">{words.over}</Tag> : <Instant at={at} className="text-muted" />;
}

function columnsFor(canChange: boolean, say: Telling['say']): readonly Column<Invitation>[] {
  const columns: Column<Invitation>[] = [
    {
      id: 'email',
      header: words.email,
      cell: ({ email }) => <span className="block max-w-40 truncate font-medium sm:max-w-80">{email}</span>,
    },
    { id: 'role', header: words.role, cell: ({ role }) => settingsTexts.roles[role][0] },
    { id: 'expires', header: words.expires, cell: ({ expiresAt }) => <Expiry at={expiresAt} /> },
  ];
  const cell = (invitation: Invitation) => <Actions invitation={invitation} say={say} />;
  return canChange ? [...columns, { id: 'actions', header: settingsTexts.actions, atEnd: true, cell }] : columns;
}

/** Who is invited and has not come yet, and a way to invite somebody. `by` is the role of whoever looks; null for a key. */
export function Invitations({ say, by }: Telling & { by: Role | null }) {
  const list = useQuery(invitationsQuery);
  const canChange = by === 'owner' || by === 'admin';
  const roles = by === 'owner' ? ROLES : ROLES.filter((role) => role !== 'owner');
  return (
    <Panel id="invitations" title={words.list}>
      {list.error && <ListFailure error={list.error} onRetry={() => void list.refetch()} />}
      {!list.data && !list.error && <SkeletonLines count={2} label={texts.loading} />}
      {list.data?.length === 0 && <p className="px-4 pb-4 text-muted sm:px-5">{words.noneHelp}</p>}
      {list.data && list.data.length > 0 && (
        <Table caption={words.list} columns={columnsFor(canChange, say)} rows={list.data} rowKey={({ id }) => id} />
      )}
      {canChange && <InviteForm say={say} roles={roles} />}
    </Panel>
  );
}
