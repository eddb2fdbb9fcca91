import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { recordSecurityEventIn } from '../../platform/security-events.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { Delivery } from '../deliveries/schema.ts';
import { deliverTenant, startWebhooks } from '../deliveries/service.ts';
import type { SecurityEvent } from '../events/schema.ts';
import type { Webhook, WebhookWithSecret } from './schema.ts';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

let world: World;
let receiver: Server;
let url: string;
let received: Received[] = [];
let answer: { status: number; headers?: Record<string, string> } = { status: 204 };
let hook: WebhookWithSecret;
beforeAll(async () => {
  world = await openWorld();
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.once('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      response.writeHead(answer.status, answer.headers).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
beforeEach(async () => {
  hook = await create({ url });
});
afterEach(async () => {
  await world.send('DELETE', `${PATH}/${hook.id}`);
  [received, answer] = [[], { status: 204 }];
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await world.close();
});

const PATH = '/security/webhooks';

async function create(body: object): Promise<WebhookWithSecret> {
  const created = await world.send('POST', PATH, { body });
  if (created.status !== 201) throw new Error(created.text);
  return created.json as WebhookWithSecret;
}

const deliver = () => deliverTenant(world.database.context, 'system', world.mine.tenantId);
const record = (event: Parameters<typeof recordSecurityEventIn>[1]) =>
  inTenant(world.database.context.db, world.mine.tenantId, (tx) => recordSecurityEventIn(tx, event));
const makeDue = () => world.admin.query(`update webhook_deliveries set due_at = now() where status = 'waiting'`);
const read = async () => (await world.send('GET', `${PATH}/${hook.id}`)).json as Webhook;
const deliveries = async () => ((await world.send('GET', `${PATH}/${hook.id}/deliveries`)).json as { items: Delivery[] }).items;

function signatureOf(secret: string, { headers, body }: Received): string {
  const text = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}

describe('a webhook', () => {
  test('is told of an event by the rules of Standard Webhooks, once', async () => {
    await record({ kind: 'mfa_changed', actor: 'member:a', detail: { is: 'off' } });
    await deliver();
    await deliver();
    expect(received).toHaveLength(1);
    const [message] = received;
    expect(message.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Earshot' });
    expect(Number(message.headers['webhook-timestamp'])).toBe(Math.floor(world.database.context.clock() / 1_000));
    expect(message.headers['webhook-signature']).toBe(signatureOf(hook.secret, message));
    expect(JSON.parse(message.body)).toMatchObject({
      type: 'security.mfa_changed',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      data: { kind: 'mfa_changed', severity: 'medium', actor: 'member:a', detail: { is: 'off' }, tenant: world.mine.tenantId },
    });
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ id: message.headers['webhook-id'], status: 'delivered', attempts: 1, answered: 204, fault: null });
  });

  test('has a secret of 32 bytes, answered once and stored sealed', async () => {
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await read()).not.toHaveProperty('secret');
    const { rows } = await world.admin.query<{ sealed_secret: Buffer }>('select sealed_secret from webhooks where id = $1', [hook.id]);
    expect(rows[0].sealed_secret.includes(Buffer.from(hook.secret.slice(6), 'base64'))).toBe(false);
    const { rows: audit } = await world.admin.query<{ text: string }>(`select string_agg(l::text, '') as text from audit_log l`);
    expect(audit[0].text).not.toContain(hook.secret.slice(6, 40));
  });

  test('leaves nothing of its address’s query and fragment in the audit log, whatever is done to it', async () => {
    const address = (token: string) => `https://receiver.example:8443/hooks/a?channel=1&token=${token}#${token}`;
    const made = (await world.send('POST', PATH, { body: { url: address('hush-hush-1') } })).json as WebhookWithSecret;
    expect((await world.send('PATCH', `${PATH}/${made.id}`, { body: { url: address('hush-hush-2') } })).status).toBe(200);
    expect((await world.send('GET', `${PATH}/${made.id}`)).json).toMatchObject({ url: address('hush-hush-2') });
    expect((await world.send('DELETE', `${PATH}/${made.id}`)).status).toBe(204);
    const { rows } = await world.admin.query<{ action: string; before: { url: string } | null; after: { url: string } | null }>(
      'select action, before, after from audit_log where target = $1 order by seq',
      [made.id],
    );
    const shown = 'https://receiver.example:8443/hooks/a?[removed]#[removed]';
    expect(rows.map(({ action, before, after }) => [action, before?.url, after?.url])).toEqual([
      ['webhook.create', undefined, shown],
      ['webhook.change', shown, shown],
      ['webhook.delete', shown, undefined],
    ]);
    expect(JSON.stringify(rows)).not.toContain('hush-hush');
  });

  test('signs with both secrets for a day after a rotation', async () => {
    const rotated = (await world.send('POST', `${PATH}/${hook.id}/rotate`, { body: {} })).json as WebhookWithSecret;
    expect(rotated.secret).not.toBe(hook.secret);
    expect(rotated.previousSecretUntil).not.toBeNull();
    await world.send('POST', `${PATH}/${hook.id}/ping`, { body: {} });
    await deliver();
    const [first] = received;
    expect(first.headers['webhook-signature']).toBe(`${signatureOf(rotated.secret, first)} ${signatureOf(hook.secret, first)}`);
    await world.admin.query('update webhooks set previous_until = now() where id = $1', [hook.id]);
    await world.send('POST', `${PATH}/${hook.id}/ping`, { body: {} });
    await deliver();
    expect(received[1].headers['webhook-signature']).toBe(signatureOf(rotated.secret, received[1]));
    expect(await read()).toMatchObject({ previousSecretUntil: null });
  });

  test('is told only what it wants: types, and the least severity', async () => {
    await world.send('PATCH', `${PATH}/${hook.id}`, {
      body: { types: ['security.mfa_changed', 'security.scope_denied'], minSeverity: 'medium' },
    });
    await record({ kind: 'mfa_changed', actor: 'wanted' });
    await record({ kind: 'mfa_changed', severity: 'low', actor: 'too harmless' });
    await record({ kind: 'password_changed', actor: 'of another type' });
    await record({ kind: 'scope_denied', severity: 'high', actor: 'wanted too' });
    await deliver();
    const actors = received.map(({ body }) => (JSON.parse(body) as { data: { actor: string } }).data.actor);
    expect(actors.toSorted()).toEqual(['wanted', 'wanted too']);
  });

  test('is told nothing of what was undone, nor of another tenant', async () => {
    const undone = inTenant(world.database.context.db, world.mine.tenantId, async (tx) => {
      await recordSecurityEventIn(tx, { kind: 'mfa_changed', actor: 'undone' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await inTenant(world.database.context.db, world.theirs.tenantId, (tx) =>
      recordSecurityEventIn(tx, { kind: 'mfa_changed', actor: 'theirs' }),
    );
    await deliver();
    await deliverTenant(world.database.context, 'system', world.theirs.tenantId);
    expect(received).toEqual([]);
  });

  test('that is disabled is told nothing, not even what waits, until it is enabled again', async () => {
    await record({ kind: 'mfa_changed', actor: 'waits' });
    const disabled = await world.send('PATCH', `${PATH}/${hook.id}`, { body: { isEnabled: false } });
    expect(disabled.json).toMatchObject({ isEnabled: false, disabledBecause: 'by_hand' });
    await record({ kind: 'mfa_changed', actor: 'comes while it is disabled' });
    expect(await world.send('POST', `${PATH}/${hook.id}/ping`, { body: {} })).toMatchObject({ status: 409 });
    await deliver();
    expect(received).toEqual([]);
    expect(await deliveries()).toMatchObject([{ status: 'failed', attempts: 0, fault: 'the webhook is disabled' }]);
    await world.send('PATCH', `${PATH}/${hook.id}`, { body: { isEnabled: true } });
    await record({ kind: 'mfa_changed', actor: 'now' });
    await deliver();
    expect(received).toHaveLength(1);
  });

  test.each([
    { url: 'ftp://receiver.example/' },
    { url: 'https://name:secret@receiver.example/' },
    { url: 'receiver' },
    { url: 'https://receiver.example/', types: ['security.nothing'] },
    { url: 'https://receiver.example/', minSeverity: 'grave' },
  ])('is refused for %j', async (body) => {
    expect(await world.send('POST', PATH, { body })).toMatchObject({ status: 400 });
  });

  test('is made once by the same Idempotency-Key, and a tenant has at most 20', async () => {
    const headers = { 'idempotency-key': 'once' };
    const [one, again] = [
      await world.send('POST', PATH, { body: { url }, headers, key: world.theirs.apiKey }),
      await world.send('POST', PATH, { body: { url }, headers, key: world.theirs.apiKey }),
    ];
    expect(again.text).toBe(one.text);
    for (let count = 4; count <= 20; count += 1)
      expect((await world.send('POST', PATH, { body: { url }, key: world.theirs.apiKey })).status).toBe(201);
    expect(await world.send('POST', PATH, { body: { url }, key: world.theirs.apiKey })).toMatchObject({ status: 409 });
  });
});

describe('a message that is not taken', () => {
  test('is tried ten times under one id, then given up, and its webhook is disabled', async () => {
    answer = { status: 500 };
    await record({ kind: 'mfa_changed', actor: 'a' });
    for (let tries = 1; tries <= 10; tries += 1) {
      await deliver();
      await deliver();
      expect(received).toHaveLength(tries);
      await makeDue();
    }
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await deliveries()).toMatchObject([{ status: 'failed', attempts: 10, answered: 500, fault: 'the receiver answered 500' }]);
    expect(await read()).toMatchObject({ isEnabled: false, disabledBecause: 'failing' });
    const [event] = ((await world.send('GET', '/security/events?kind=webhook_disabled')).json as { items: SecurityEvent[] }).items;
    expect(event).toMatchObject({ severity: 'medium', detail: { webhookId: hook.id, because: 'failing' } });
  });

  test('is given up alone when its webhook takes others', async () => {
    answer = { status: 500 };
    await record({ kind: 'mfa_changed', actor: 'a' });
    await deliver();
    await world.admin.query(`update webhook_deliveries set attempts = 9, due_at = now() where status = 'waiting'`);
    answer = { status: 200 };
    await world.send('POST', `${PATH}/${hook.id}/ping`, { body: {} });
    await world.admin.query(`update webhook_deliveries set due_at = now() + interval '1 hour' where type = 'security.mfa_changed'`);
    await deliver();
    answer = { status: 500 };
    await makeDue();
    await deliver();
    expect((await deliveries()).map(({ status }) => status)).toEqual(['delivered', 'failed']);
    expect(await read()).toMatchObject({ isEnabled: true });
  });

  test('because the receiver is gone (410) disables the webhook at once', async () => {
    answer = { status: 410 };
    await record({ kind: 'mfa_changed', actor: 'a' });
    await deliver();
    expect(await read()).toMatchObject({ isEnabled: false, disabledBecause: 'gone' });
    expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ actor: 'system', action: 'webhook.disable', target: hook.id });
    expect(await deliveries()).toMatchObject([{ status: 'failed', attempts: 1, answered: 410 }]);
  });

  test('because it is sent elsewhere has failed: redirects are not followed', async () => {
    answer = { status: 302, headers: { location: url } };
    await record({ kind: 'mfa_changed', actor: 'a' });
    await deliver();
    expect(received).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ status: 'waiting', answered: 302 }]);
  });

  test('is tried later when the receiver asks for it', async () => {
    answer = { status: 503, headers: { 'retry-after': '1000' } };
    await record({ kind: 'mfa_changed', actor: 'a' });
    await deliver();
    const { rows } = await world.admin.query<{ pause: number }>(
      'select extract(epoch from due_at - now())::integer as pause from webhook_deliveries where webhook_id = $1',
      [hook.id],
    );
    expect(rows[0].pause).toBeGreaterThan(990);
  });

  test.each(['https://10.0.0.1/', 'https://169.254.169.254/latest/meta-data', 'https://[::ffff:10.0.0.1]/', 'http://93.184.216.34/'])(
    'because its address is %s was never sent there',
    async (inside) => {
      await world.send('PATCH', `${PATH}/${hook.id}`, { body: { url: inside } });
      await record({ kind: 'mfa_changed', actor: 'a' });
      await deliver();
      expect(await deliveries()).toMatchObject([
        { status: 'waiting', answered: null, fault: expect.stringMatching(/does not call it|use https/) as string },
      ]);
    },
  );
});

test('two processes at once send no message twice', async () => {
  for (let place = 0; place < 25; place += 1) await record({ kind: 'mfa_changed', actor: `a-${place}` });
  await Promise.all([deliver(), deliver()]);
  expect(received).toHaveLength(25);
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(25);
});

test('in the background a message goes out soon after its event', async () => {
  const webhooks = startWebhooks(world.database.context, 'system');
  const arrived = once(receiver, 'request');
  await record({ kind: 'mfa_changed', actor: 'soon' });
  await arrived;
  await webhooks.close();
  expect(await deliveries()).toMatchObject([{ status: 'delivered' }]);
});
