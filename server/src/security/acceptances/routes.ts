import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { Acceptance, InvitationToken, ReceivedInvitation } from '../invitations/schema.ts';
import { browserOf, setCookies } from '../sessions/cookies.ts';
import { Session } from '../sessions/schema.ts';
import { describeStarted } from '../visitors/service.ts';
import { acceptInvitation, describeInvitation } from './service.ts';

/** Anyone may send one, and it holds a link, a name and a password at most. */
const SMALL_BYTES = 4 * 1024;

/** POST /invitations/look-up and /invitations/accept, for whoever holds a link. */
export function acceptanceRoutes(app: App, context: Context, { secure }: { secure: boolean }): void {
  app.post('/invitations/look-up', {
    config: { public: true },
    bodyLimit: SMALL_BYTES,
    schema: {
      tags: ['Members'],
      summary: 'Tell what a mailed link invites to',
      body: InvitationToken,
      response: { 200: ReceivedInvitation },
    },
    handler: (request) => describeInvitation(context, 'public', request.body.token, request.person),
  });
  app.post('/invitations/accept', {
    config: { public: true },
    bodyLimit: SMALL_BYTES,
    schema: { tags: ['Members'], summary: 'Accept an invitation', body: Acceptance, response: { 201: Session } },
    handler: async (request, reply) => {
      const who = { signedIn: request.person, browser: browserOf(request, secure) };
      const tokens = await acceptInvitation(context, 'public', request.body, who);
      setCookies(reply, secure, tokens);
      return reply.code(201).send(await describeStarted(context, 'public', tokens.token, request.ip));
    },
  });
}
