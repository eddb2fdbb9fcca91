import { oneLine } from '../../platform/names.ts';
import type { Mail } from '../../platform/outbox.ts';

interface Receiver {
  email: string;
  name: string;
}

function mailTo({ email, name }: Receiver, subject: string, lines: readonly string[]): Mail {
  const called = oneLine(name);
  return { to: email, subject, text: [`Hello ${called},`, '', ...lines, '', 'Earshot', ''].join('\n') };
}

const minute = (atMs: number) => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const notYou = (url: string) =>
  `If this was not you, choose a new password at ${url}/forgotten-password; that ends every session of yours.`;

/** To somebody for whom the operator made an account. */
export function welcomeMail(receiver: Receiver, url: string): Mail {
  return mailTo(receiver, 'Your Earshot account', [
    'An account was made for you. Choose your password here, within seven days:',
    '',
    url,
    '',
    'The link works once.',
  ]);
}

export function resetMail(receiver: Receiver, url: string): Mail {
  return mailTo(receiver, 'Choose a new password for Earshot', [
    'Somebody, you perhaps, asked for a new password for your account. Choose it here, within an hour:',
    '',
    url,
    '',
    'The link works once. If you did not ask for it, do nothing: your password stays as it is.',
  ]);
}

export function passwordChangedMail(receiver: Receiver, atMs: number, url: string): Mail {
  return mailTo(receiver, 'Your Earshot password was changed', [`Your password was changed at ${minute(atMs)}.`, '', notYou(url)]);
}

export function verificationMail(receiver: Receiver, url: string): Mail {
  return mailTo(receiver, 'Confirm your e-mail address for Earshot', [
    'Confirm that this address is yours, within a day:',
    '',
    url,
    '',
    'If you know nothing of this, do nothing.',
  ]);
}

/** To the address that an account had before. */
export function emailChangedMail(receiver: Receiver, { email, url }: { email: string; url: string }): Mail {
  return mailTo(receiver, 'The e-mail address of your Earshot account was changed', [
    `You now sign in with ${email}.`,
    '',
    `If this was not you, tell the operator of ${url}.`,
  ]);
}

export function newDeviceMail(receiver: Receiver, seen: { device: string; network: string; atMs: number; url: string }): Mail {
  return mailTo(receiver, 'New sign-in to Earshot', [
    `Somebody signed in to your account with a browser that was not seen with it before:`,
    '',
    `  ${seen.device}`,
    `  from the network ${seen.network}`,
    `  at ${minute(seen.atMs)}`,
    '',
    notYou(seen.url),
  ]);
}

const FACTOR_LINES = {
  added: 'A second factor was set up for your account. From now on signing in asks for a code of your authenticator app.',
  removed: 'The second factor of your account was removed. Signing in asks for your password alone.',
  locked: 'Your second factor is locked: somebody who knows your password gave ten wrong codes in a row. A recovery code opens it.',
  recovered: 'A recovery code was used to sign in to your account or to confirm that it is you. It does not work again.',
  renewed: 'New recovery codes were made for your account. Those before do not work any more.',
} as const;
export type FactorNews = keyof typeof FACTOR_LINES;

export function factorMail(receiver: Receiver, news: FactorNews, { atMs, url }: { atMs: number; url: string }): Mail {
  return mailTo(receiver, 'The second factor of your Earshot account', [
    FACTOR_LINES[news],
    `This happened at ${minute(atMs)}.`,
    '',
    notYou(url),
  ]);
}
