import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMailer } from '../src/platform/mail.ts';
import { deliverMails } from '../src/platform/outbox-delivery.ts';
import { chromium, unlessSkipped, visit } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import { openMailServer, type MailServer } from './mail-server.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let mails: MailServer;
let admin: TestPerson;

async function deliver(): Promise<string> {
  const { context } = stage.world.database;
  const mailer = openMailer({ smtpUrl: mails.url, mailFrom: 'Earshot <noreply@earshot.example>' }, context.log);
  await deliverMails(context, mailer);
  mailer.close();
  const found = mails.received.find(({ to }) => to.includes('sponsor@elsewhere.example'));
  return (found?.raw ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=');
}

describe.skipIf(chromium === undefined)(`a report by mail${unlessSkipped}`, () => {
  beforeAll(async () => {
    [stage, mails] = await Promise.all([openStage(), openMailServer()]);
    admin = await addMember(stage, stage.world.known, 'admin');
  });
  afterAll(async () => {
    await mails?.close();
    await stage?.close();
  });

  test('is set up from what is looked at, sent at once, stopped by a stranger without signing in, paused and deleted', async () => {
    const { page, complaints } = await visitAsPerson(stage, admin, '/?days=30');
    await pressToOpen(page, 'Mail report');
    await page.locator('input[name=title]').fill('<b>Weekly</b>');
    await page.locator('textarea[name=outsiders]').fill('sponsor@elsewhere.example');
    await page.getByRole('button', { name: 'Mail it' }).click();
    await said(page, 'The report is mailed from now on.');
    await page.goto('/settings/sharing');
    await pressToOpen(page, /^Send now/, 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send now' }).click();
    await said(page, 'was mailed.');
    const mail = await deliver();
    expect(mail).toContain('All conversions');
    const path = /\/u\/[0-9a-f.-]+\.[A-Za-z0-9_-]{43}/.exec(mail)?.[0] ?? '';
    const { page: stranger, complaints: heard } = await visit(stage.browser, stage.world.server.url);
    await stranger.goto(path);
    await checkEverywhere(stranger, 'stop mails');
    await stranger.getByRole('button', { name: 'Stop these mails' }).click();
    await stranger.getByRole('heading', { name: 'You get these mails no more' }).waitFor();
    await page.reload();
    await page.getByText('sponsor@elsewhere.example (stopped it)').waitFor();
    await checkEverywhere(page, 'settings sharing with schedules');
    await page.getByRole('button', { name: /^Pause/ }).click();
    await said(page, 'No mails are sent until it goes on.');
    await pressToOpen(page, /^Delete/, 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No report is mailed').waitFor();
    expect([...complaints, ...heard]).toEqual([]);
  });
});
