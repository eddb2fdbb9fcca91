import { request } from 'node:http';
import type { Answer, TestServer } from './http.ts';

/** A request whose head is sent and whose body is not there yet. */
export interface SlowRequest {
  finish(): Promise<Pick<Answer, 'status' | 'json'>>;
}

/** Sends all of a JSON request but its last byte, which `finish` sends. */
export function startSlowRequest(
  server: TestServer,
  [method, path]: readonly [string, string],
  { headers, body }: { headers: Record<string, string>; body: unknown },
): SlowRequest {
  const text = JSON.stringify(body);
  const sent = { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  const slow = request(server.url + path, { method, headers: sent });
  const answered = new Promise<Pick<Answer, 'status' | 'json'>>((resolve, reject) => {
    slow.once('error', reject);
    slow.once('response', (response) => {
      let received = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (received += chunk));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, json: received === '' ? undefined : (JSON.parse(received) as unknown) }),
      );
    });
  });
  slow.write(text.slice(0, -1));
  return {
    finish: () => {
      slow.end(text.slice(-1));
      return answered;
    },
  };
}
