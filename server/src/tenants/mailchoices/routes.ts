import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../authorize.ts';
import { MailChoices, MailKindName, MailTurn } from './schema.ts';
import { listMailChoices, putMailChoice } from './service.ts';

const Params = z.strictObject({ kind: MailKindName });
const tags = ['Members'];

/** GET /members/me/mail-choices, PUT /members/me/mail-choices/{kind}. */
export function mailChoiceRoutes(app: App, context: Context): void {
  app.get('/members/me/mail-choices', {
    schema: { tags, summary: 'List which mails of the tenant you get', response: { 200: MailChoices } },
    handler: async (request) => ({ items: await listMailChoices(context, actorOf(request)), nextCursor: null }),
  });
  app.put('/members/me/mail-choices/:kind', {
    schema: { tags, summary: 'Get mails of a kind, or none', params: Params, body: MailTurn, response: { 200: MailChoices } },
    handler: async (request) => {
      const { kind } = request.params;
      return { items: await putMailChoice(context, actorOf(request), kind, request.body.isMailed), nextCursor: null };
    },
  });
}
