import { connect } from 'node:net';
import { quantile } from '../figures.ts';

/**
 * What the load is: so many connections ask for one path again and again, each once the answer before is there; with a rate so many times a
 * second together, each time counted from when the question was due. Each question is of another listener, as a proxy hands it on.
 */
export interface EdgeLoad {
  url: string;
  path: string;
  connections: number;
  seconds: number;
  rate?: number;
}

export interface EdgeLoadResult {
  answers: number;
  /** Answers that were no redirect. */
  others: number;
  p50Ms: number;
  p99Ms: number;
}

const END = '\r\n\r\n';
/** Listeners behind addresses of their own, so that nobody of them asks for more than is kept of one. */
const LISTENERS = 2 ** 20;

function run({ url, path, connections, seconds, rate }: EdgeLoad): Promise<EdgeLoadResult> {
  const { hostname, port, host } = new URL(url);
  const agent = 'AppleCoreMedia/1.0.0.23A341 (iPhone; U; CPU OS 19_0 like Mac OS X; en_us)';
  const opening = `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nuser-agent: ${agent}\r\naccept: */*\r\nrange: bytes=0-1\r\nx-forwarded-for: `;
  let listener = Math.floor(Math.random() * LISTENERS);
  const question = () => {
    listener = (listener + 1) % LISTENERS;
    return `${opening}23.${(listener >> 16) + 1}.${(listener >> 8) & 255}.${listener & 255}${END}`;
  };
  const times: number[] = [];
  let others = 0;
  const endAt = performance.now() + seconds * 1_000;
  const everyMs = rate === undefined ? 0 : (connections * 1_000) / rate;
  const lane = (place: number) =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let text = '';
      let dueAt = performance.now() + (place * everyMs) / connections;
      const ask = () => {
        if (rate === undefined) dueAt = performance.now();
        const waitMs = dueAt - performance.now();
        if (waitMs > 0) setTimeout(() => socket.write(question()), waitMs);
        else socket.write(question());
      };
      socket.setNoDelay(true).once('connect', ask).once('error', reject);
      socket.setEncoding('latin1').on('data', (part) => {
        text += String(part);
        if (!text.endsWith(END)) return;
        times.push(Math.max(0, performance.now() - dueAt));
        if (!text.startsWith('HTTP/1.1 302')) others += 1;
        text = '';
        dueAt += everyMs;
        if (performance.now() < endAt) ask();
        else socket.end(resolve);
      });
    });
  return Promise.all(Array.from({ length: connections }, (_, place) => lane(place))).then(() => {
    return { answers: times.length, others, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
  });
}

if (process.argv[2] !== undefined) process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2]) as EdgeLoad)));
