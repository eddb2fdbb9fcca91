import { type AppOptions, buildApp } from '../src/api/app.ts';
import { BACKLOG } from '../src/api/listening.ts';
import type { Context } from '../src/platform/context.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body read as JSON; undefined when it is none. */
  json: unknown;
}

export interface Sending {
  key?: string;
  /** Sent as JSON, text and bytes as they are. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Whether an answer that leads elsewhere is followed, as it is by default. */
  redirect?: 'follow' | 'manual';
}

export interface TestServer {
  url: string;
  send(method: string, path: string, sending?: Sending): Promise<Answer>;
  close(): Promise<void>;
}

function bodyOf(body: unknown): RequestInit['body'] {
  if (body === undefined) return undefined;
  return typeof body === 'string' || body instanceof Uint8Array ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The real application on a free loopback port. */
export async function startTestServer(context: Context, options: AppOptions = {}): Promise<TestServer> {
  const app = await buildApp(context, options);
  const url = await app.listen({ host: '127.0.0.1', port: 0, backlog: BACKLOG });
  return {
    url,
    async send(method, path, { key, body, headers = {}, redirect = 'follow' } = {}) {
      const sent: Record<string, string> = { ...headers };
      if (key !== undefined) sent.authorization = `Bearer ${key}`;
      if (body !== undefined) sent['content-type'] ??= 'application/json';
      const response = await fetch(url + path, { method, headers: sent, body: bodyOf(body), redirect });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
    },
    close: () => app.close(),
  };
}
