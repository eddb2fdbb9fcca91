import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How one page of a shop is served. */
export interface ShopPage {
  html: string;
  headers?: Record<string, string>;
}

/** A shop of somebody else: pages on an origin of their own. */
export interface Shop {
  origin: string;
  /** What stands at which path; every other one is empty. */
  pages: Map<string, ShopPage>;
  close(): Promise<void>;
}

/** Opens a shop without pages on a free loopback port. */
export async function openShop(): Promise<Shop> {
  const pages = new Map<string, ShopPage>();
  const server = createServer((request, response) => {
    const page = pages.get(String(request.url).split('?')[0]);
    response.writeHead(page ? 200 : 204, { 'content-type': 'text/html; charset=utf-8', ...page?.headers });
    response.end(page?.html ?? '');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
