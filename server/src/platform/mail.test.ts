import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type MailServer, openMailServer } from '../../test/mail-server.ts';
import { openLog } from './log.ts';
import { type Mailer, openMailer } from './mail.ts';

const log = openLog('silent');
let server: MailServer;
let mailer: Mailer;
beforeAll(async () => {
  server = await openMailServer();
  mailer = openMailer({ smtpUrl: server.url, mailFrom: 'Earshot <noreply@earshot.example>' }, log);
});
afterEach(() => {
  server.received.length = 0;
});
afterAll(async () => {
  mailer.close();
  await server.close();
});

const mail = { to: 'person@b.example', subject: 'Größe & more', text: 'Hello,\n\n.\nfrom: nobody\n\nÜber\n' };

describe('a mail by SMTP', () => {
  test('arrives as plain text, from the sender of the settings to one recipient, under its id', async () => {
    await mailer.send('0001', mail);
    const [{ from, to, raw }] = server.received;
    expect({ from, to }).toEqual({ from: 'noreply@earshot.example', to: ['person@b.example'] });
    const [head, ...body] = raw.split('\r\n\r\n');
    expect(head).toContain('From: Earshot <noreply@earshot.example>');
    expect(head).toContain('To: person@b.example');
    expect(head).toContain('Message-ID: <0001@earshot.example>');
    expect(head).toMatch(/Subject: =\?UTF-8\?/);
    expect(head).toContain('Content-Type: text/plain; charset=utf-8');
    expect(body.join('\r\n\r\n')).toContain('from: nobody');
  });

  test('that can be stopped says so in headers that mail programs know, as they are', async () => {
    const stopAt = `https://earshot.example/u/${'a'.repeat(200)}`;
    server.received.length = 0;
    await mailer.send('0009', { ...mail, stopAt });
    const lines = server.received[0].raw.split('\r\n');
    expect(lines).toContain(`List-Unsubscribe: <${stopAt}>`);
    expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const forged = { ...mail, stopAt: 'https://earshot.example/u/a>\r\nBcc: <all@b.example' };
    await expect(mailer.send('0010', forged)).rejects.toThrow('not one web address');
  });

  test.each([
    ['a line break', 'person@b.example\r\nBcc: all@b.example'],
    ['a line feed alone', 'person@b.example\nBcc: all@b.example'],
    ['two recipients', 'person@b.example,other@b.example'],
    ['a group', 'all:person@b.example;'],
    ['a name', 'Person <person@b.example>'],
    ['a quoted part', '"person\r\n"@b.example'],
    ['no domain', 'person'],
    ['nothing', ''],
    ['65 characters before the @', `${'x'.repeat(65)}@b.example`],
  ])('is refused for a recipient with %s, and nothing is sent', async (_, to) => {
    await expect(mailer.send('1', { ...mail, to })).rejects.toThrow('not one e-mail address');
    expect(server.received).toEqual([]);
  });

  test.each(['Hello\r\nBcc: all@b.example', 'Hello\nX-A: b', 'Hello\u0000', 'Hello\u001b[31m'])(
    'is refused for a subject with a control character: %j',
    async (subject) => {
      await expect(mailer.send('1', { ...mail, subject })).rejects.toThrow('control character');
      expect(server.received).toEqual([]);
    },
  );
});

test('a mail server elsewhere is used over TLS alone', async () => {
  const plain = server.url.replace('127.0.0.1', '[::ffff:127.0.0.1]');
  const strict = openMailer({ smtpUrl: plain, mailFrom: 'noreply@earshot.example' }, log);
  await expect(strict.send('1', mail)).rejects.toMatchObject({ code: 'ETLS' });
  strict.close();
  const open = openMailer({ smtpUrl: `${plain}/?ignoreTLS=true`, mailFrom: 'noreply@earshot.example' }, log);
  expect(server.received).toEqual([]);
  await open.send('2', mail);
  open.close();
  expect(server.received).toHaveLength(1);
});

test('without a mail server a mail goes to the log, and what would be refused is refused', async () => {
  const lines: unknown[] = [];
  const noted = Object.assign(Object.create(log) as typeof log, { info: (...said: unknown[]) => lines.push(said) });
  const toLog = openMailer({ smtpUrl: undefined, mailFrom: 'Earshot <earshot@localhost>' }, noted);
  await toLog.send('1', mail);
  expect(lines).toEqual([[{ mail }, expect.stringContaining('SMTP_URL')]]);
  await expect(toLog.send('1', { ...mail, to: 'a@b\r\nc' })).rejects.toThrow('not one e-mail address');
});
