import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { MemberSessions } from './schema.ts';
import { endMemberSession, endMemberSessions, listMemberSessions } from './service.ts';

const tags = ['Members'];
const Params = z.strictObject({ id: z.uuid() });
const SessionParams = z.strictObject({ id: z.uuid(), sessionId: z.uuid() });

/** GET and DELETE /members/{id}/sessions, DELETE /members/{id}/sessions/{sessionId}. */
export function memberSessionRoutes(app: App, context: Context): void {
  app.get('/members/:id/sessions', {
    schema: { tags, summary: "List a member's sessions in this tenant", params: Params, response: { 200: MemberSessions } },
    handler: async (request) => ({ items: await listMemberSessions(context, actorOf(request), request.params.id), nextCursor: null }),
  });
  app.delete('/members/:id/sessions', {
    schema: { tags, summary: "End a member's sessions in this tenant", params: Params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await endMemberSessions(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
  app.delete('/members/:id/sessions/:sessionId', {
    schema: { tags, summary: "End one of a member's sessions", params: SessionParams, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await endMemberSession(context, actorOf(request), request.params.id, request.params.sessionId);
      return reply.code(204).send(null);
    },
  });
}
