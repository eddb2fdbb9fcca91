import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { AppError } from '../platform/errors.ts';
import type { Edge } from '../tracking/edge/service.ts';
import { edgeListener, problemAnswer } from './edge.ts';
import { collectingListener } from './edge-collecting.ts';
import { addressesOf, BACKLOG, closeServer, listenBeside, noteConnections } from './listening.ts';
import { refuseMalformedHttp } from './malformed-http.ts';
import { addEdgeMetrics } from './metrics.ts';

/** A server of public addresses alone. */
export interface EdgeServer {
  /** The address it answers at, such as http://127.0.0.1:8080. */
  url: string;
  /** Answers what has begun, and nothing more. */
  close(): Promise<void>;
}

function operationsOf(edge: Edge, registry: Registry): RequestListener {
  const texts: Record<string, () => Promise<string>> = {
    '/health': async () => JSON.stringify({ status: 'ok' }),
    '/ready': async () => {
      if (!edge.snapshots.isThere())
        throw new AppError('unavailable', 'There is no snapshot of public ids yet; is the main installation reached?', {
          retryAfterSeconds: 5,
        });
      return JSON.stringify({ status: 'ok' });
    },
    '/metrics': () => registry.metrics(),
  };
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0];
    const text = texts[path] ?? (() => Promise.reject(new AppError('not_found', 'A redirector answers public addresses alone.')));
    request.resume();
    text().then(
      (body) => response.writeHead(200, { 'content-type': path === '/metrics' ? registry.contentType : 'application/json' }).end(body),
      (error: unknown) => {
        if (!(error instanceof AppError)) edge.context.log.error({ err: error }, 'a request could not be answered');
        const { status, headers, body } = problemAnswer(
          error instanceof AppError ? error : new AppError('unavailable', 'This could not be answered.'),
        );
        response.writeHead(status, headers).end(body);
      },
    );
  };
}

/** Answers public addresses, `/health`, `/ready` and `/metrics` without a database; port 0 takes any free one. */
export async function startEdgeServer(edge: Edge, { host, port }: { host: string; port: number }): Promise<EdgeServer> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const observe = addEdgeMetrics(registry, edge);
  const [listen, collect] = [edgeListener(edge, observe), collectingListener(edge, observe)];
  const operations = operationsOf(edge, registry);
  const options = { requestTimeout: 10_000, headersTimeout: 10_000, keepAliveTimeout: 72_000, maxHeaderSize: 16_384 };
  const server = createServer({ ...options, connectionsCheckingInterval: 2_000 }, (request, response) => {
    if (!listen(request, response) && !collect(request, response)) operations(request, response);
  });
  noteConnections(server);
  server.on('clientError', refuseMalformedHttp);
  const [first, ...others] = await addressesOf(host);
  server.listen(port, first, BACKLOG);
  await once(server, 'listening');
  const beside = await listenBeside(server, others);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    async close() {
      const closed = closeServer(server);
      await beside.close();
      await closed;
    },
  };
}
