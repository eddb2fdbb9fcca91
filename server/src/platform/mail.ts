import { createTransport } from 'nodemailer';
import type { Logger } from './log.ts';
import type { Mail } from './outbox.ts';

/** Hands mails over, one at a time. */
export interface Mailer {
  /**
   * Resolves once the mail is accepted. `id` names it to the servers on its way, so that one handed over twice can be told for what it is.
   * @throws MailRefusal when trying again is of no use; other errors when it may be.
   */
  send(id: string, mail: Mail): Promise<void>;
  close(): void;
}

/** A mail that no further try will get through. */
export class MailRefusal extends Error {}

export interface MailerOptions {
  /** `smtp://` or `smtps://` with login; undefined writes mails to the log. */
  smtpUrl: string | undefined;
  /** An address, with or without a name: `Earshot <noreply@earshot.example>`. */
  mailFrom: string;
}

const ADDRESS = /^[^\s<>()[\],;:"\\@]{1,64}@[^\s<>()[\],;:"\\@]{1,189}$/;
const STOP_ADDRESS = /^https?:\/\/[^\s<>,]+$/;
const CONNECT_MS = 15_000;
const SILENCE_MS = 30_000;
const LOOPBACK: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];

/** An address or subject with a line break would add headers, and recipients, of whoever chose it. */
function check({ to, subject, stopAt }: Mail): void {
  if (!ADDRESS.test(to)) throw new MailRefusal('the recipient is not one e-mail address');
  if (stopAt !== undefined && !STOP_ADDRESS.test(stopAt)) throw new MailRefusal('where it is stopped is not one web address');
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(subject)) throw new MailRefusal('the subject has a line break or another control character');
}

/** By which mail programs offer to stop such mails with one press (RFC 8058). */
function stopHeaders(stopAt: string): Record<string, { prepared: true; value: string }> {
  // As they are: wrapped or encoded, programs would not know the address again.
  const whole = (value: string) => ({ prepared: true, value }) as const;
  return { 'List-Unsubscribe': whole(`<${stopAt}>`), 'List-Unsubscribe-Post': whole('List-Unsubscribe=One-Click') };
}

function toConsole(log: Logger): Mailer {
  return {
    send: async (_id, mail) => {
      check(mail);
      log.info({ mail }, 'a mail; set SMTP_URL to have it sent');
    },
    close: () => undefined,
  };
}

/** Servers answer 5xx to what they will never take. A refused login is the operator's to mend, and no fault of the mail. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const status = 'responseCode' in error ? Number(error.responseCode) : 0;
  return (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') && status >= 500 && status < 600;
}

function bySmtp(smtpUrl: string, mailFrom: string): Mailer {
  const url = new URL(smtpUrl);
  const domain = /@([^>\s]+)>?$/.exec(mailFrom)?.[1] ?? 'localhost';
  const mayBeOpen = LOOPBACK.includes(url.hostname) || url.searchParams.get('ignoreTLS') === 'true';
  const transport = createTransport({
    url: smtpUrl,
    requireTLS: url.protocol === 'smtp:' && !mayBeOpen,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (id, mail) => {
      check(mail);
      const { subject, text, stopAt } = mail;
      const headers = stopAt === undefined ? {} : stopHeaders(stopAt);
      const to = { name: '', address: mail.to };
      try {
        await transport.sendMail({ from: mailFrom, to, subject, text, headers, messageId: `<${id}@${domain}>` });
      } catch (cause) {
        if (!isFinal(cause)) throw cause;
        throw new MailRefusal('the mail server refuses it', { cause });
      }
    },
    close: () => transport.close(),
  };
}

/**
 * The way mails leave: by SMTP, over TLS unless the server is on this machine or the address says `ignoreTLS=true`; without a server they
 * are written to the log.
 */
export function openMailer({ smtpUrl, mailFrom }: MailerOptions, log: Logger): Mailer {
  return smtpUrl === undefined ? toConsole(log) : bySmtp(smtpUrl, mailFrom);
}
