import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What a server said; `status` 0 and `text` with the reason when the connection ended without an answer. */
export interface FuzzAnswer {
  status: number;
  contentType: string;
  text: string;
}

export interface Wire {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
}

/** Sends requests byte for byte as they are written, over kept connections. */
export interface Sender {
  send(wire: Wire): Promise<FuzzAnswer>;
  close(): void;
}

/** A sender to one server; an address is not put in order on the way, as `fetch` would. */
export function openSender(url: string, connections: number): Sender {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    send: ({ method, path, headers, body }) =>
      new Promise((resolve) => {
        const length: Record<string, string> = body ? { 'content-length': String(body.length) } : {};
        const sent = request({ agent, hostname, port, method, path, headers: { ...headers, ...length } });
        sent.on('error', (error) => resolve({ status: 0, contentType: '', text: String(error) }));
        sent.on('response', (answer) => {
          const { statusCode = 0, headers: answered } = answer;
          buffer(answer).then(
            (bytes) => resolve({ status: statusCode, contentType: answered['content-type'] ?? '', text: bytes.toString() }),
            (error: unknown) => resolve({ status: 0, contentType: '', text: String(error) }),
          );
        });
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
