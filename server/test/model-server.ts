import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was asked of the fake: where, with which headers and which body. */
export interface Asked {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
}

/** How the fake answers one request. */
export type Reply = (response: ServerResponse, asked: Asked) => void;

export interface ModelServer {
  url: string;
  asked: Asked[];
  /** Answers the next requests with these, in their order; afterwards each with the last. */
  say(...replies: Reply[]): void;
  close(): Promise<void>;
}

function reply(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (response) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** An answer as OpenAI's interface for responses sends it: of 50 tokens of input, 30 came from its cache. */
export function fromResponses(answer: unknown): Reply {
  const part = { type: 'output_text', text: JSON.stringify(answer), annotations: [] };
  return responses([part]);
}

/** A refusal as the same interface sends it. */
export const refusesInResponses = (): Reply => responses([{ type: 'refusal', refusal: 'I cannot help with that.' }]);

function responses(content: object[]): Reply {
  return reply(200, {
    id: 'resp_68af4030592c81938ec0a5fbab4a3e9f',
    object: 'response',
    created_at: 1_763_640_000,
    status: 'completed',
    error: null,
    incomplete_details: null,
    model: 'gpt-5-mini-2025-08-07',
    output: [{ type: 'message', id: 'msg_68af4030baa48193b0b43b4c2a176a1a', status: 'completed', role: 'assistant', content }],
    usage: {
      input_tokens: 50,
      input_tokens_details: { cached_tokens: 30 },
      output_tokens: 9,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 59,
    },
  });
}

/** An answer as the chat interface of OpenAI sends it, with the same tokens. */
export function fromChat(answer: unknown, usage: object | null = {}): Reply {
  const counted = { prompt_tokens: 50, completion_tokens: 9, total_tokens: 59, prompt_tokens_details: { cached_tokens: 30 } };
  return reply(200, {
    id: 'chatcmpl-BdTYGqHfT6B3fgDDGvZ8v9yXkXDeR',
    object: 'chat.completion',
    created: 1_763_640_000,
    model: 'llama',
    choices: [{ index: 0, message: { role: 'assistant', content: JSON.stringify(answer), refusal: null }, finish_reason: 'stop' }],
    ...(usage === null ? {} : { usage: { ...counted, ...usage } }),
  });
}

/** An answer as Anthropic sends it: its 100 tokens of input are beside what came from its cache, 40, and went into it, 10. */
export function fromMessages(answer: unknown, stopReason = 'end_turn'): Reply {
  return reply(200, {
    id: 'msg_013Zva2CMHLNnXjNJJKqJ2EF',
    type: 'message',
    role: 'assistant',
    model: 'claude-haiku-4-5-20251001',
    content: stopReason === 'refusal' ? [] : [{ type: 'text', text: JSON.stringify(answer) }],
    stop_reason: stopReason,
    stop_sequence: null,
    usage: { input_tokens: 100, cache_creation_input_tokens: 10, cache_read_input_tokens: 40, output_tokens: 9 },
  });
}

/** What OpenAI's interface for transcriptions says was heard, with times. */
export const hears = (segments: readonly (readonly [start: number, end: number, text: string])[], duration: number | undefined): Reply =>
  reply(200, {
    task: 'transcribe',
    language: 'english',
    ...(duration === undefined ? {} : { duration }),
    text: segments.map(([, , text]) => text).join(' '),
    segments: segments.map(([start, end, text], id) => ({ id, seek: 0, start, end, text, temperature: 0, avg_logprob: -0.2 })),
  });

/** Any answer of status 200. */
export const says =
  (contentType: string, body: string): Reply =>
  (response) =>
    void response.writeHead(200, { 'content-type': contentType }).end(body);

/** An answer that never ends, as far as anybody reads it. */
export const floods = (): Reply => (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const part = 'x'.repeat(1024 * 1024);
  // What is written to a connection that ended is answered in the same turn: without a look at it, nothing else would ever have its turn.
  const more = (error?: Error | null) => {
    if (!error && !response.destroyed) response.write(part, (failure) => setImmediate(more, failure));
  };
  more();
};

/** A failure, in the words of OpenAI: with a part of the key. */
export function fails(status: number, headers: Record<string, string> = {}): Reply {
  const message = 'Incorrect API key provided: sk-secret-of-the-tenant. You can find your API key in your account.';
  return reply(status, { error: { message, type: 'invalid_request_error', param: null, code: 'invalid_api_key' } }, headers);
}

/** An answer that stops in the middle of its JSON. */
export const cutJson = (): Reply => (response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"resp_1","object":"response","output":[{"ty');

/** A connection that ends before its answer does. */
export const breaksOff = (): Reply => (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '9999' });
  response.write('{"id":"resp_1",', () => response.destroy());
};

/** No answer at all, however long anybody waits. */
export const hangs = (): Reply => () => undefined;

/** A vendor of AI on loopback that answers as it is told, and never thinks. */
export async function openModelServer(): Promise<ModelServer> {
  const asked: Asked[] = [];
  let replies: Reply[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, text };
      asked.push(one);
      const next = replies.length > 1 ? replies.shift() : replies[0];
      next?.(response, one);
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    say: (...told) => {
      replies = told;
      asked.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => void server.close(done));
    },
  };
}
