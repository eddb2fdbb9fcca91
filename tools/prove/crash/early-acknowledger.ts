import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Something between clients and the server that answers before it knows: what an audit must notice. */
export interface EarlyAcknowledger {
  address(): Promise<string>;
  /** Resolves when nothing is on its way any more. */
  close(): Promise<void>;
}

/** So many batches may be on their way before the next answer waits. */
const MOST_ON_THE_WAY = 40;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Answers every batch as accepted without waiting for the server, and passes it on a single time, whatever becomes of it. */
export async function startEarlyAcknowledger(address: () => Promise<string>): Promise<EarlyAcknowledger> {
  const onTheWay = new Set<Promise<unknown>>();

  async function pass({ url, headers: { authorization = '' } }: IncomingMessage, body: string): Promise<void> {
    const headers = { authorization, 'content-type': 'application/json' };
    await (await fetch(`${await address()}${url}`, { method: 'POST', headers, body })).text();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    while (onTheWay.size >= MOST_ON_THE_WAY) await Promise.race(onTheWay);
    const [items] = Object.values(JSON.parse(body) as Record<string, unknown[]>);
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ accepted: items.length, duplicates: 0, rejected: [] }));
    const passing = pass(request, body)
      .catch(() => undefined)
      .finally(() => onTheWay.delete(passing));
    onTheWay.add(passing);
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: () => Promise.resolve(url),
    async close() {
      server.close();
      server.closeAllConnections();
      await Promise.all(onTheWay);
    },
  };
}
