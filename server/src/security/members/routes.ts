import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Member, MemberChange, MemberKeys, MemberRemoval, RemovedMember } from './schema.ts';
import { changeMember, leaveTenant, listMemberKeys, listMembers, removeMember } from './service.ts';

const Params = z.strictObject({ id: z.uuid() });

/** GET /members, PATCH and DELETE /members/{id}, GET /members/{id}/keys, DELETE /members/me. */
export function memberRoutes(app: App, context: Context): void {
  app.get('/members', {
    schema: { tags: ['Members'], summary: 'List members', querystring: PageQuery, response: { 200: pageSchema(Member) } },
    handler: (request) => listMembers(context, actorOf(request), pageRequest(request.query)),
  });
  app.patch('/members/:id', {
    schema: { tags: ['Members'], summary: 'Give a member another role', params: Params, body: MemberChange, response: { 200: Member } },
    handler: (request) => changeMember(context, actorOf(request), request.params.id, request.body),
  });
  app.delete('/members/:id', {
    schema: {
      tags: ['Members'],
      summary: 'Remove a member',
      params: Params,
      querystring: MemberRemoval,
      response: { 200: RemovedMember },
    },
    handler: (request) => removeMember(context, actorOf(request), request.params.id, { revokeKeys: request.query.revokeKeys === 'true' }),
  });
  app.get('/members/:id/keys', {
    schema: { tags: ['Members'], summary: 'List the live API keys a member knows', params: Params, response: { 200: MemberKeys } },
    handler: async (request) => ({ items: await listMemberKeys(context, actorOf(request), request.params.id), nextCursor: null }),
  });
  app.delete('/members/me', {
    schema: { tags: ['Members'], summary: 'Leave the tenant', response: { 204: z.null() } },
    handler: async (request, reply) => {
      await leaveTenant(context, actorOf(request));
      return reply.code(204).send(null);
    },
  });
}
