import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Acceptance, CreatedShare, Invitation, NewShare, ReceivedShare, Share } from './schema.ts';
import {
  acceptShare,
  claimShare,
  createShare,
  declineShare,
  getReceivedShare,
  getShare,
  listReceivedShares,
  listShares,
  revokeShare,
} from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['Shares'];

function givenRoutes(app: App, context: Context): void {
  app.get('/shares', {
    schema: { tags, summary: 'List the shares this tenant gives', querystring: PageQuery, response: { 200: pageSchema(Share) } },
    handler: (request) => listShares(context, actorOf(request), pageRequest(request.query)),
  });
  app.post('/shares', {
    schema: {
      tags,
      summary: "Share one campaign's figures with another tenant",
      description: 'Answers an invitation code, once, for the other side to enter.',
      headers: IdempotencyHeaders,
      body: NewShare,
      response: { 201: CreatedShare },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createShare(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.get('/shares/:id', {
    schema: { tags, summary: 'Read a share this tenant gives', params, response: { 200: Share } },
    handler: (request) => getShare(context, actorOf(request), request.params.id),
  });
  app.delete('/shares/:id', {
    schema: { tags, summary: 'Revoke a share, at once', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await revokeShare(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}

function receivedRoutes(app: App, context: Context): void {
  app.get('/shares/received', {
    schema: { tags, summary: 'List the shares that name this tenant', response: { 200: pageSchema(ReceivedShare) } },
    handler: (request) => listReceivedShares(context, actorOf(request)),
  });
  app.post('/shares/received', {
    schema: {
      tags,
      summary: 'Enter an invitation code',
      description: 'The share then names this tenant, which sees what it covers and accepts or declines it.',
      body: Invitation,
      response: { 201: ReceivedShare },
    },
    handler: async (request, reply) => reply.code(201).send(await claimShare(context, actorOf(request), request.body.code)),
  });
  app.get('/shares/received/:id', {
    schema: { tags, summary: 'Read a share that names this tenant', params, response: { 200: ReceivedShare } },
    handler: (request) => getReceivedShare(context, actorOf(request), request.params.id),
  });
  app.put('/shares/received/:id/acceptance', {
    schema: { tags, summary: 'Accept a share', params, body: Acceptance, response: { 200: ReceivedShare } },
    handler: (request) => acceptShare(context, actorOf(request), request.params.id, request.body),
  });
  app.delete('/shares/received/:id', {
    schema: { tags, summary: 'Decline a share, or give it back', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await declineShare(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}

/** Everything under /shares but their reports. */
export function grantRoutes(app: App, context: Context): void {
  givenRoutes(app, context);
  receivedRoutes(app, context);
}
