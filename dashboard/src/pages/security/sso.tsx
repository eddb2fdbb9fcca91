import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { sessionQuery } from '../../queries.ts';
import type { Connection } from '../../sso-api.ts';
import { ssoTexts as words } from '../../texts-sso.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Said } from '../tenants/said.tsx';
import { SsoConnectionPanel } from './sso-connection.tsx';
import { SsoForm } from './sso-form.tsx';
import { connectionsQuery } from './sso-queries.ts';

function Connect({ onConnected }: { onConnected: (connection: Connection) => void }) {
  const [isOpen, open] = useState(false);
  const done = (connection: Connection) => {
    open(false);
    onConnected(connection);
  };
  return (
    <>
      <Button look="solid" onClick={() => open(true)}>
        {words.connect}
      </Button>
      <Dialog title={words.connect} lead={words.connectLead} isOpen={isOpen} onClose={() => open(false)}>
        <SsoForm onDone={done} />
      </Dialog>
    </>
  );
}

function Register({ callbackUrl, aside }: { callbackUrl: string; aside: ReactNode }) {
  return (
    <Panel id="sso-register" title={words.register} aside={aside}>
      <div className="max-w-2xl px-4 pb-5 sm:px-5">
        <CopyField label={words.redirect} value={callbackUrl} help={words.redirectHelp} />
      </div>
    </Panel>
  );
}

/** The tenant's own identity provider: whether there is one, how people get in with it, and what it has to know. */
export function SingleSignOn() {
  const queryClient = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data, error, refetch } = useQuery(connectionsQuery);
  const [said, say] = useState('');
  const isOwner = session.role === 'owner';
  const done = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: connectionsQuery.queryKey });
  };
  const connect = isOwner && data && <Connect onConnected={({ name }) => done(words.connected(name))} />;
  return (
    <>
      <RoomHead title={words.title}>{words.lead}</RoomHead>
      <Said text={said} />
      {!data && (
        <Panel id="sso" title={words.title}>
          {error ? <ListFailure error={error} onRetry={() => void refetch()} /> : <SkeletonLines count={4} label={texts.loading} />}
        </Panel>
      )}
      {data?.items.length === 0 && (
        <div className="rounded-panel border border-line bg-surface">
          <Empty title={words.none} help={isOwner ? words.noneHelp : `${words.noneHelp} ${words.noneReader}`}>
            {connect}
          </Empty>
        </div>
      )}
      {data?.items.map((connection) => (
        <SsoConnectionPanel key={connection.id} connection={connection} canChange={isOwner} onDone={done} />
      ))}
      {data && <Register callbackUrl={data.callbackUrl} aside={data.items.length > 0 && connect} />}
      {data && !isOwner && data.items.length > 0 && <p className="text-small text-muted">{words.ownersOnly}</p>}
    </>
  );
}
