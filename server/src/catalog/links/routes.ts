import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CatalogKey } from '../campaigns/schema.ts';
import { PutHeaders } from '../naming/schema.ts';
import { Link, LinkDetails, LinkQuery } from './schema.ts';
import { createLink, drawLink, getLink, listLinks, putLink, removeLink } from './service.ts';

const params = z.strictObject({ key: CatalogKey });
const tags = ['Catalog'];

/** GET /links; GET, PUT and DELETE /links/{key}; GET /links/{key}/qr. */
export function linkRoutes(app: App, context: Context): void {
  app.get('/links', {
    schema: { tags, summary: 'List tracking links', querystring: LinkQuery, response: { 200: pageSchema(Link) } },
    handler: (request) => listLinks(context, actorOf(request), request.query, pageRequest(request.query)),
  });
  app.get('/links/:key', {
    schema: { tags, summary: 'Read a tracking link', params, response: { 200: Link } },
    handler: (request) => getLink(context, actorOf(request), request.params.key),
  });
  app.get('/links/:key/qr', {
    schema: {
      tags,
      summary: "Draw a tracking link's address as a QR code",
      params,
      response: { 200: { description: 'The picture', content: { 'image/svg+xml': { schema: z.string() } } } },
    },
    handler: async (request, reply) => {
      const picture = await drawLink(context, actorOf(request), request.params.key);
      return reply.type('image/svg+xml').send(picture);
    },
  });
  app.put('/links/:key', {
    schema: { tags, summary: 'Create or replace a tracking link', headers: PutHeaders, params, body: LinkDetails, response: { 200: Link } },
    handler: (request) => {
      const put = request.headers['if-none-match'] ? createLink : putLink;
      return put(context, actorOf(request), request.params.key, request.body);
    },
  });
  app.delete('/links/:key', {
    schema: { tags, summary: 'Delete a tracking link', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeLink(context, actorOf(request), request.params.key);
      return reply.code(204).send(null);
    },
  });
}
