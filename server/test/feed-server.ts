import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host of feeds on a free loopback port. */
export interface FeedServer {
  /** The address of a feed at this path. */
  url(path: string): string;
  /** What is asked for, as `METHOD /path`, with the header fields. */
  received: { path: string; headers: IncomingMessage['headers'] }[];
  /** Answers at this path otherwise: with a feed's text, or as the listener does. */
  answer(path: string, how: string | RequestListener): void;
  close(): Promise<void>;
}

/** What stands in an item, and what beside the items in the channel; more of it as XML. */
export interface Item {
  guid: string;
  more?: string;
}

/** A feed with these items, each with a file at the host `media.example`. */
export function feedText(title: string, items: Item[], more = ''): string {
  const texts = items.map(
    ({ guid, more: inside = '' }) => `<item><title>Episode ${guid}</title><guid isPermaLink="false">${guid}</guid>
      <pubDate>Fri, 20 Nov 2026 06:00:00 GMT</pubDate><itunes:duration>30:00</itunes:duration>
      <enclosure url="https://pdst.fm/e/media.example/${guid}.mp3?from=feed" length="28800000" type="audio/mpeg"/>${inside}</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
    <rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0">
    <channel><title>${title}</title>${more}${texts.join('\n')}</channel></rss>`;
}

/** Every path answers with a feed of one episode, `episode-of-<path>`, unless it was told otherwise. */
export async function openFeedServer(): Promise<FeedServer> {
  const answers = new Map<string, RequestListener>();
  const received: FeedServer['received'] = [];
  const serveText = (text: string) => (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(text);
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    received.push({ path, headers: request.headers });
    const name = path.slice(1);
    (answers.get(path) ?? serveText(feedText(`Show of ${name}`, [{ guid: `episode-of-${name}` }])))(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    received,
    answer: (path, how) => void answers.set(path, typeof how === 'string' ? serveText(how) : how),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
