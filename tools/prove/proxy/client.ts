import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';

export interface Asked {
  method?: string;
  /** By which name the client asks. */
  host: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** From which loopback address the client comes. */
  from?: string;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Asks a proxy on the loopback interface, as a client does that found it under the name of `host`. */
export function ask(
  port: number,
  ca: Buffer | undefined,
  { method = 'GET', host, path, headers = {}, body, from = '127.0.0.1' }: Asked,
): Promise<Answer> {
  const request = ca === undefined ? plainRequest : secureRequest;
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { host: '127.0.0.1', port, method, path, localAddress: from, servername: host, ca, agent: false as const };
    const asked = request({ ...options, headers: { host, ...length, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
