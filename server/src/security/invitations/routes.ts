import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { IdempotencyHeaders } from '../idempotency/schema.ts';
import { Invitation, InvitationSending, NewInvitation } from './schema.ts';
import { createInvitation, listInvitations, revokeInvitation, sendInvitation } from './service.ts';

const Params = z.strictObject({ id: z.uuid() });

/** GET and POST /invitations, POST /invitations/{id}/send, DELETE /invitations/{id}. */
export function invitationRoutes(app: App, context: Context): void {
  app.get('/invitations', {
    schema: {
      tags: ['Members'],
      summary: 'List invitations that wait',
      querystring: PageQuery,
      response: { 200: pageSchema(Invitation) },
    },
    handler: (request) => listInvitations(context, actorOf(request), pageRequest(request.query)),
  });
  app.post('/invitations', {
    schema: {
      tags: ['Members'],
      summary: 'Invite somebody',
      headers: IdempotencyHeaders,
      body: NewInvitation,
      response: { 201: Invitation },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createInvitation(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.post('/invitations/:id/send', {
    schema: {
      tags: ['Members'],
      summary: 'Mail an invitation again',
      params: Params,
      headers: IdempotencyHeaders,
      body: InvitationSending,
      response: { 200: Invitation },
    },
    handler: (request) => sendInvitation(context, actorOf(request), request.params.id, request.headers['idempotency-key']),
  });
  app.delete('/invitations/:id', {
    schema: { tags: ['Members'], summary: 'Withdraw an invitation', params: Params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await revokeInvitation(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
