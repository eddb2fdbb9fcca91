import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { changeConnection, type Connection, deleteConnection } from '../../sso-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { ssoTexts as words } from '../../texts-sso.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Facts } from '../tenants/facts.tsx';
import { SsoForm } from './sso-form.tsx';

function ConnectionFacts({ connection }: { connection: Connection }) {
  const { issuer, clientId, domains, membership, defaultRole, providerAsksFactor, createdAt } = connection;
  const who = membership === 'members_only' ? words.memberships.members_only[0] : words.joins(settingsTexts.roles[defaultRole][0]);
  return (
    <Facts
      items={[
        { name: words.issuer, value: <span className="wrap-anywhere">{issuer}</span> },
        { name: words.clientId, value: <span className="wrap-anywhere">{clientId}</span> },
        { name: words.secret, value: words.secretSet },
        { name: words.domains, value: <span className="wrap-anywhere">{domains.join(', ')}</span> },
        { name: words.membership, value: who },
        { name: words.secondFactor, value: providerAsksFactor ? words.byProvider : words.notByProvider },
        { name: words.since, value: <Instant at={createdAt} /> },
      ]}
    />
  );
}

/** The connection's settings as the API takes them, with the switch put one way or the other. */
function switched({ id, signInUrl: _start, callbackUrl: _callback, createdAt: _at, ...settings }: Connection, enabled: boolean) {
  return changeConnection(id, { ...settings, enabled });
}

interface Doing {
  connection: Connection;
  onDone: (said: string) => void;
}

function Switch({ connection, onDone }: Doing) {
  const { name, enabled } = connection;
  const enable = useSensitiveChange(
    () => switched(connection, true),
    () => onDone(words.switchedOn(name)),
  );
  if (enabled)
    return (
      <AskFirst
        label={words.switchOff}
        look="outline"
        name={words.switchOffWho(name)}
        title={words.switchOffTitle(name)}
        lead={words.switchOffLead}
        change={() => switched(connection, false)}
        onDone={() => onDone(words.switchedOff(name))}
      />
    );
  return (
    <>
      <Button aria-label={words.switchOnWho(name)} disabled={enable.isBusy} onClick={() => enable.start(undefined)}>
        {words.switchOn}
      </Button>
      {enable.problem !== undefined && (
        <span role="alert" className="text-small font-medium text-danger">
          {enable.problem}
        </span>
      )}
      {enable.question}
    </>
  );
}

function Actions({ connection, onDone }: Doing) {
  const [isOpen, open] = useState(false);
  const { id, name } = connection;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button aria-label={words.changeWho(name)} onClick={() => open(true)}>
        {words.change}
      </Button>
      <Dialog title={words.changeTitle(name)} lead={words.changeLead} isOpen={isOpen} onClose={() => open(false)}>
        <SsoForm
          connection={connection}
          onDone={(changed) => {
            open(false);
            onDone(words.changed(changed.name));
          }}
        />
      </Dialog>
      <Switch connection={connection} onDone={onDone} />
      <AskFirst
        label={words.remove}
        look="outline"
        name={words.removeWho(name)}
        title={words.removeTitle(name)}
        lead={words.removeLead}
        change={() => deleteConnection(id)}
        onDone={() => onDone(words.removed(name))}
      />
    </div>
  );
}

/** One connection: its sign-in address, its settings, and what can be done about it. */
export function SsoConnectionPanel({ connection, canChange, onDone }: Doing & { canChange: boolean }) {
  const { id, name, enabled, signInUrl } = connection;
  return (
    <Panel id={id} title={name} aside={<Tag tone={enabled ? 'plain' : 'notice'}>{enabled ? words.on : words.off}</Tag>}>
      <div className="flex flex-col gap-4 px-4 pb-4 empty:hidden sm:px-5">
        {enabled && (
          <div className="max-w-2xl">
            <CopyField label={words.signIn} value={signInUrl} help={words.signInHelp} />
          </div>
        )}
        {canChange && <Actions connection={connection} onDone={onDone} />}
      </div>
      <ConnectionFacts connection={connection} />
    </Panel>
  );
}
