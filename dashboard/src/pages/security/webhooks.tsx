import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  pingWebhook,
  type Severity,
  type Webhook,
  type WebhookWithSecret,
} from '../../audit-api.ts';
import { ListFailure } from '../../components/failure.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { auditTexts } from '../../texts-audit.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Notice, Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { webhooksQuery } from './audit-queries.ts';

const words = auditTexts.webhooks;
const SEVERITIES = (['info', 'low', 'medium', 'high'] as const).map(
  (severity) => [severity, auditTexts.events.severities[severity]] as const,
);

function State({ webhook: { isEnabled, disabledBecause } }: { webhook: Webhook }) {
  if (isEnabled || disabledBecause === null) return <Tag>{words.enabled}</Tag>;
  return <Tag tone="notice">{words.disabled[disabledBecause]}</Tag>;
}

interface Doing {
  onSaid: (text: string) => void;
  onChanged: () => void;
}

function Actions({ webhook, onSaid, onChanged }: Doing & { webhook: Webhook }) {
  const { id, url, isEnabled } = webhook;
  const ping = useSensitiveChange<string, unknown>(pingWebhook, () => onSaid(words.pinged(url)));
  const flip = useSensitiveChange<boolean, unknown>((enabled) => changeWebhook(id, { isEnabled: enabled }), onChanged);
  const flipLabel = isEnabled ? words.disable : words.enable;
  const problem = ping.problem ?? flip.problem;
  return (
    <span className="flex flex-wrap justify-end gap-1">
      {isEnabled && (
        <Button look="quiet" aria-label={words.pingWho(url)} disabled={ping.isBusy} onClick={() => ping.start(id)}>
          {words.ping}
        </Button>
      )}
      <Button look="quiet" aria-label={words.switchWho(flipLabel, url)} disabled={flip.isBusy} onClick={() => flip.start(!isEnabled)}>
        {flipLabel}
      </Button>
      <AskFirst
        label={words.remove}
        name={words.removeWho(url)}
        title={words.removeTitle}
        lead={words.removeLead}
        change={() => deleteWebhook(id)}
        onDone={() => {
          onSaid(words.removed);
          onChanged();
        }}
      />
      {problem !== undefined && (
        <span role="alert" className="w-full text-small text-danger">
          {problem}
        </span>
      )}
      {ping.question}
      {flip.question}
    </span>
  );
}

function columnsFor(doing: Doing): readonly Column<Webhook>[] {
  return [
    { id: 'url', header: words.url, cell: ({ url }) => <span className="block max-w-72 wrap-anywhere">{url}</span> },
    { id: 'severity', header: words.minSeverity, cell: ({ minSeverity }) => auditTexts.events.severities[minSeverity] },
    { id: 'state', header: words.state, cell: (webhook) => <State webhook={webhook} /> },
    { id: 'actions', header: settingsTexts.actions, atEnd: true, cell: (webhook) => <Actions webhook={webhook} {...doing} /> },
  ];
}

function Adding({ onChanged }: { onChanged: () => void }) {
  const [secret, show] = useState<string>();
  const add = useSensitiveChange<Parameters<typeof createWebhook>[0], WebhookWithSecret>(createWebhook, (created) => {
    show(created.secret);
    onChanged();
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    add.start({ url: fieldText(form, 'url'), minSeverity: fieldText(form, 'minSeverity') as Severity });
  };
  return (
    <div className="flex flex-col gap-3 px-4 pb-4 sm:px-5">
      <form onSubmit={submit} noValidate className="grid items-start gap-3 sm:grid-cols-[2fr_1fr_auto]">
        <TextField name="url" type="url" label={words.url} help={words.urlHelp} problem={add.problem} maxLength={2000} />
        <SelectField name="minSeverity" label={words.minSeverity} options={SEVERITIES} />
        <Button type="submit" look="solid" className="min-h-10 sm:mt-6" disabled={add.isBusy}>
          {words.submit}
        </Button>
      </form>
      {secret !== undefined && (
        <Notice tone="notice" live="status">
          <p className="font-medium">{words.secret}</p>
          <code className="font-mono text-small wrap-anywhere">{secret}</code>
          <p className="text-small">{words.secretHelp}</p>
        </Notice>
      )}
      {add.question}
    </div>
  );
}

/** Who is told of the tenant's security events, and whether they take it. */
export function Webhooks() {
  const queryClient = useQueryClient();
  const list = useQuery(webhooksQuery);
  const [said, say] = useState('');
  const read = () => void queryClient.invalidateQueries({ queryKey: webhooksQuery.queryKey });
  return (
    <>
      <RoomHead title={auditTexts.tabs.webhooks}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="webhooks" title={words.list}>
        {list.data ? (
          list.data.length === 0 ? (
            <Empty title={words.empty} help={words.emptyHelp} />
          ) : (
            <Table caption={words.list} columns={columnsFor({ onSaid: say, onChanged: read })} rows={list.data} rowKey={({ id }) => id} />
          )
        ) : list.error ? (
          <ListFailure error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <SkeletonLines count={3} label={texts.loading} />
        )}
      </Panel>
      {list.data && (
        <Panel id="add-webhook" title={words.add}>
          <Adding onChanged={read} />
        </Panel>
      )}
    </>
  );
}
