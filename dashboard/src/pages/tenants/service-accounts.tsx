import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { changeServiceAccount, createServiceAccount, type ServiceAccount } from '../../settings-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Notice, Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AskFirst } from './ask-first.tsx';
import { RoleChoice, roleOptions } from './roles.tsx';
import { serviceAccountsQuery } from './settings-queries.ts';

const words = settingsTexts.programs;
const ROLES = ['admin', 'analyst', 'viewer', 'billing'] as const satisfies readonly ServiceAccount['role'][];

function useRead() {
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: serviceAccountsQuery.queryKey });
}

function AccountForm({ onCreated }: { onCreated: () => void }) {
  const create = useSensitiveChange(createServiceAccount, onCreated);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const role = ROLES.find((one) => one === fieldText(event.currentTarget, 'role'));
    if (role) create.start({ name: fieldText(event.currentTarget, 'name'), role });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="name" label={words.name} help={words.nameHelp} maxLength={200} problem={create.problem} />
      <SelectField name="role" label={words.role} options={roleOptions(ROLES)} defaultValue="viewer" />
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={create.isBusy}>
        {words.submit}
      </Button>
      {create.question}
    </form>
  );
}

function CreateAccount() {
  const read = useRead();
  const [isOpen, open] = useState(false);
  const created = () => {
    open(false);
    read();
  };
  return (
    <>
      <Button look="solid" onClick={() => open(true)}>
        {words.create}
      </Button>
      <Dialog title={words.create} lead={words.createLead} isOpen={isOpen} onClose={() => open(false)}>
        <AccountForm onCreated={created} />
      </Dialog>
    </>
  );
}

function Switch({ account, onEnable }: { account: ServiceAccount; onEnable: () => void }) {
  const read = useRead();
  if (account.disabledAt !== null)
    return (
      <Button look="quiet" aria-label={words.enableWho(account.name)} onClick={onEnable}>
        {words.enable}
      </Button>
    );
  return (
    <AskFirst
      label={words.disable}
      name={words.disableWho(account.name)}
      title={words.disableTitle(account.name)}
      lead={words.disableLead}
      change={() => changeServiceAccount(account.id, { disabled: true })}
      onDone={read}
    />
  );
}

interface AccountChange {
  id: string;
  role?: ServiceAccount['role'];
  disabled?: boolean;
}

function columnsFor(isBusy: boolean, change: (to: AccountChange) => void): readonly Column<ServiceAccount>[] {
  return [
    {
      id: 'name',
      header: words.name,
      cell: ({ name }) => <span className="block max-w-44 truncate font-medium sm:max-w-80">{name}</span>,
    },
    {
      id: 'role',
      header: words.role,
      cell: ({ id, name, role }) => (
        <RoleChoice label={words.roleOf(name)} value={role} roles={ROLES} isBusy={isBusy} onChoose={(to) => change({ id, role: to })} />
      ),
    },
    {
      id: 'state',
      header: words.state,
      cell: ({ disabledAt }) => (disabledAt === null ? words.on : <Tag tone="notice">{words.off}</Tag>),
    },
    {
      id: 'actions',
      header: settingsTexts.actions,
      atEnd: true,
      cell: (account) => <Switch account={account} onEnable={() => change({ id: account.id, disabled: false })} />,
    },
  ];
}

function AccountTable({ accounts }: { accounts: ServiceAccount[] }) {
  const read = useRead();
  const change = useSensitiveChange(({ id, ...more }: AccountChange) => changeServiceAccount(id, more), read);
  return (
    <>
      {change.problem !== undefined && (
        <div className="px-4 pb-3 sm:px-5">
          <Notice tone="danger" live="alert">
            {change.problem}
          </Notice>
        </div>
      )}
      <Table caption={words.list} columns={columnsFor(change.isBusy, change.start)} rows={accounts} rowKey={({ id }) => id} />
      {change.question}
    </>
  );
}

/** Members that are programs: their role, and whether their keys work. */
export function ServiceAccounts() {
  const list = useQuery(serviceAccountsQuery);
  return (
    <>
      <RoomHead title={settingsTexts.tabs.programs}>{words.lead}</RoomHead>
      <Panel id="service-accounts" title={words.list} aside={list.data && <CreateAccount />}>
        {list.error && !list.data && <ListFailure error={list.error} onRetry={() => void list.refetch()} />}
        {!list.data && !list.error && <SkeletonLines count={3} label={texts.loading} />}
        {list.data?.length === 0 && <Empty title={words.empty} help={words.emptyHelp} />}
        {list.data && list.data.length > 0 && <AccountTable accounts={list.data} />}
      </Panel>
    </>
  );
}
