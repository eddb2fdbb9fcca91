import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { EndRequest, ExtendRequest, NewPrivacyRequest, PrivacyArchive, PrivacyRequest, RefuseRequest, VerifyRequest } from './schema.ts';
import {
  createPrivacyRequest,
  endPrivacyRequest,
  extendPrivacyRequest,
  getPrivacyExport,
  getPrivacyRequest,
  listPrivacyRequests,
  refusePrivacyRequest,
  verifyPrivacyRequest,
} from './service.ts';

const Params = z.strictObject({ id: z.uuid() });
const tags = ['Security'];
const BASE = '/security/privacy-requests';

function readingRoutes(app: App, context: Context): void {
  app.get(BASE, {
    schema: { tags, summary: 'List privacy requests, newest first', querystring: PageQuery, response: { 200: pageSchema(PrivacyRequest) } },
    handler: (request) => listPrivacyRequests(context, actorOf(request), pageRequest(request.query)),
  });
  app.get(`${BASE}/:id`, {
    schema: { tags, summary: 'Read a privacy request', params: Params, response: { 200: PrivacyRequest } },
    handler: (request) => getPrivacyRequest(context, actorOf(request), request.params.id),
  });
  app.get(`${BASE}/:id/export`, {
    schema: {
      tags,
      summary: 'Fetch the data gathered for a person, as a zip',
      params: Params,
      response: { 200: { content: { 'application/zip': { schema: PrivacyArchive } } } },
    },
    handler: async (request, reply) => {
      const { zip, fileName, sha256 } = await getPrivacyExport(context, actorOf(request), request.params.id);
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${fileName}"`)
        .header('content-digest', `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`)
        .send(zip as never);
    },
  });
}

/** Everything under /security/privacy-requests. */
export function privacyRequestRoutes(app: App, context: Context): void {
  readingRoutes(app, context);
  app.post(BASE, {
    schema: {
      tags,
      summary: 'Take a request of a person about their data',
      headers: IdempotencyHeaders,
      body: NewPrivacyRequest,
      response: { 201: PrivacyRequest },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createPrivacyRequest(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  const on = { tags, params: Params, response: { 200: PrivacyRequest } };
  app.post(`${BASE}/:id/verify`, {
    schema: { ...on, summary: 'State how you made sure who asks; work begins', body: VerifyRequest },
    handler: (request) => verifyPrivacyRequest(context, actorOf(request), request.params.id, request.body),
  });
  app.post(`${BASE}/:id/extend`, {
    schema: { ...on, summary: 'Take two months more', body: ExtendRequest },
    handler: (request) => extendPrivacyRequest(context, actorOf(request), request.params.id, request.body.reason),
  });
  app.post(`${BASE}/:id/refuse`, {
    schema: { ...on, summary: 'Refuse a request, with the reason', body: RefuseRequest },
    handler: (request) => refusePrivacyRequest(context, actorOf(request), request.params.id, request.body.reason),
  });
  app.post(`${BASE}/:id/end`, {
    schema: { ...on, summary: 'Take back a restriction or an objection', body: EndRequest },
    handler: (request) => endPrivacyRequest(context, actorOf(request), request.params.id),
  });
}
