import { connect, type Socket } from 'node:net';

/** One answer: its status, and its body as text. */
export interface Answer {
  status: number;
  body: string;
}

/** A kept-alive HTTP/1.1 connection that carries one request at a time, with as little work per request as possible. */
export interface Connection {
  send(request: string): Promise<Answer>;
  close(): void;
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

const END_OF_HEAD = '\r\n\r\n';

/** The first whole answer of a text, and where it ends; undefined while a part of it is missing. */
function readAnswer(text: string): { answer: Answer; end: number } | undefined {
  const head = text.indexOf(END_OF_HEAD);
  if (head < 0) return undefined;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1]);
  const start = head + END_OF_HEAD.length;
  if (Number.isNaN(length)) throw new Error(`an answer without Content-Length: ${text.slice(0, head)}`);
  if (text.length < start + length) return undefined;
  return { answer: { status: Number(text.slice(9, 12)), body: text.slice(start, start + length) }, end: start + length };
}

function opened(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
}

/** Opens a connection to a server that answers with Content-Length. `send` rejects when the connection ends. */
export async function openConnection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  socket.setEncoding('latin1');
  await opened(socket);
  let text = '';
  let waiting: Waiting | undefined;
  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on('error', fail).on('close', () => fail(new Error('the server closed a connection')));
  socket.on('data', (part) => {
    text += String(part);
    const read = readAnswer(text);
    if (!read || !waiting) return;
    text = text.slice(read.end);
    const { resolve } = waiting;
    waiting = undefined;
    resolve(read.answer);
  });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('the server has closed this connection'));
        waiting = { resolve, reject };
        return socket.write(request, 'utf8');
      }),
    close: () => socket.destroy(),
  };
}

/** A request as it goes over the wire, written once so that sending it costs nothing but the write. */
export function writeRequest(method: string, url: string, { key, body }: { key: string; body?: string }): string {
  const { host, pathname, search } = new URL(url);
  const content = body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${key}\r\n${content}\r\n${body ?? ''}`;
}
