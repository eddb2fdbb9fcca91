import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as a server took it. */
export interface Received {
  from: string;
  to: string[];
  raw: string;
}

/** A mail server on a free loopback port, which keeps what it takes. */
export interface MailServer {
  url: string;
  received: Received[];
  /** Refuses recipients with this status, all of them or the one that is named; undefined takes everything. */
  answerWith(status: number | undefined, recipient?: string): void;
  nextMail(): Promise<void>;
  close(): Promise<void>;
}

export async function openMailServer(): Promise<MailServer> {
  const received: Received[] = [];
  let status: number | undefined;
  let refused: string | undefined;
  let arrived: (() => void) | undefined;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      if (status === undefined || (refused !== undefined && refused !== address)) return done();
      done(Object.assign(new Error(`${address} is refused`), { responseCode: status }));
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.once('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        received.push({ from, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString() });
        done();
        arrived?.();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    answerWith: (given, recipient) => {
      [status, refused] = [given, recipient];
    },
    nextMail: async () => {
      while (received.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
