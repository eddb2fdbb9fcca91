import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { formatInstant, formatPlural } from '../../format.ts';
import { type ApiKey, type CreatedApiKey, revokeApiKey } from '../../settings-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AskFirst } from './ask-first.tsx';
import { isOver } from './instants.ts';
import { CreateKey, RenewKey } from './key-dialogs.tsx';
import { Said } from './said.tsx';
import { apiKeysQuery, serviceAccountsQuery } from './settings-queries.ts';
import { ShownOnce } from './shown-once.tsx';

const words = settingsTexts.keys;

function isLive({ revokedAt, expiresAt }: ApiKey): boolean {
  return revokedAt === null && !isOver(expiresAt);
}

function Name({ apiKey }: { apiKey: ApiKey }) {
  const until = apiKey.previousWorksUntil;
  const isRenewing = until !== null && !isOver(until) && isLive(apiKey);
  return (
    <span className="flex max-w-44 flex-col items-start sm:max-w-72">
      <span className="max-w-full truncate font-medium">{apiKey.name}</span>
      <code className="font-mono text-caption text-muted">{apiKey.hint}</code>
      {isRenewing && <Tag tone="notice">{words.oldUntil(formatInstant(until))}</Tag>}
    </span>
  );
}

function May({ apiKey }: { apiKey: ApiKey }) {
  const { data: accounts } = useQuery({ ...serviceAccountsQuery, enabled: apiKey.serviceAccountId !== null });
  const account = accounts?.find(({ id }) => id === apiKey.serviceAccountId);
  const limits = [...apiKey.allowedNetworks, ...(apiKey.requestsPerMinute === null ? [] : [words.perMinute(apiKey.requestsPerMinute)])];
  return (
    <span className="flex flex-col">
      <span className="whitespace-nowrap">{apiKey.scopes.map((scope) => settingsTexts.scopes[scope][0]).join(', ')}</span>
      {account && <span className="text-small text-muted">{words.of(account.name)}</span>}
      {limits.length > 0 && (
        <span className="max-w-72 truncate text-small text-muted" title={limits.join(', ')}>
          {limits.join(', ')}
        </span>
      )}
    </span>
  );
}

function LastUse({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.lastUsedAt === null) return <span className="text-faint">{words.never}</span>;
  return (
    <span className="flex flex-col">
      <Instant at={apiKey.lastUsedAt} />
      {apiKey.lastNetwork !== null && <span className="text-small text-muted">{words.from(apiKey.lastNetwork)}</span>}
    </span>
  );
}

function End({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.revokedAt !== null) return <Tag>{words.revoked}</Tag>;
  if (apiKey.expiresAt === null) return <span className="text-faint">{words.endsNever}</span>;
  return isLive(apiKey) ? <Instant at={apiKey.expiresAt} /> : <Tag>{words.over}</Tag>;
}

interface ListProps {
  keys: ApiKey[];
  onRenewed: (key: CreatedApiKey) => void;
  onRevoked: (key: ApiKey) => void;
}

type Doing = Omit<ListProps, 'keys'>;

function columnsFor({ onRenewed, onRevoked }: Doing): readonly Column<ApiKey>[] {
  return [
    { id: 'name', header: words.nameOf, cell: (key) => <Name apiKey={key} /> },
    { id: 'may', header: words.may, cell: (key) => <May apiKey={key} /> },
    { id: 'used', header: words.lastUsed, cell: (key) => <LastUse apiKey={key} /> },
    { id: 'ends', header: words.ends, cell: (key) => <End apiKey={key} /> },
    {
      id: 'actions',
      header: settingsTexts.actions,
      atEnd: true,
      cell: (key) =>
        isLive(key) && (
          <>
            <RenewKey apiKey={key} onRenewed={onRenewed} />
            <AskFirst
              label={words.revoke}
              name={words.revokeWho(key.name)}
              title={words.revokeTitle(key.name)}
              lead={words.revokeLead}
              change={() => revokeApiKey(key.id)}
              onDone={() => onRevoked(key)}
            />
          </>
        ),
    },
  ];
}

function KeyTable({ keys, ...doing }: ListProps) {
  return (
    <Table
      caption={words.list}
      columns={columnsFor(doing)}
      rows={keys}
      rowKey={({ id }) => id}
      rowClass={(key) => (isLive(key) ? '' : '[&>*]:text-muted')}
    />
  );
}

/** Live keys first; those that work no more only when they are asked for. */
function KeyList({ keys, ...rest }: ListProps) {
  const [showsDead, showDead] = useState(false);
  const [live, dead] = [keys.filter(isLive).toReversed(), keys.filter((key) => !isLive(key)).toReversed()];
  const shown = showsDead ? [...live, ...dead] : live;
  return (
    <>
      {shown.length === 0 ? <Empty title={words.empty} help={words.emptyHelp} /> : <KeyTable keys={shown} {...rest} />}
      {dead.length > 0 && !showsDead && (
        <div className="p-3 text-center">
          <Button look="quiet" onClick={() => showDead(true)}>
            {words.dead(formatPlural(dead.length, words.deadCount))}
          </Button>
        </div>
      )}
    </>
  );
}

/** The keys of programs: what each may do, when it was last used, and what to do about it. */
export function ApiKeys() {
  const queryClient = useQueryClient();
  const list = useQuery(apiKeysQuery);
  const [said, say] = useState('');
  const [created, show] = useState<CreatedApiKey>();
  const read = () => void queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
  const made = (key: CreatedApiKey) => {
    show(key);
    read();
  };
  const revoked = ({ name }: ApiKey) => {
    say(words.revokedDone(name));
    read();
  };
  return (
    <>
      <RoomHead title={settingsTexts.tabs.keys}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="api-keys" title={words.list} aside={list.data && <CreateKey onCreated={made} />}>
        {list.data ? (
          <KeyList keys={list.data} onRenewed={made} onRevoked={revoked} />
        ) : list.error ? (
          <ListFailure error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <SkeletonLines count={5} label={texts.loading} />
        )}
      </Panel>
      <ShownOnce
        title={words.createdTitle}
        lead={words.createdLead}
        label={words.value}
        secret={created?.apiKey}
        done={words.done}
        onDone={() => show(undefined)}
      />
    </>
  );
}
