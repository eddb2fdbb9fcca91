import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { NewValidation, StoredValidation, ValidationSummary } from './schema.ts';
import { createValidation, deleteValidation, getValidation, listValidations } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['Attribution'];
const PATH = '/attribution/validations';

/** GET and POST /attribution/validations; GET and DELETE /attribution/validations/{id}. */
export function validationRoutes(app: App, context: Context): void {
  app.post(PATH, {
    schema: {
      tags,
      summary: 'Hold every model against simulated worlds, or own data with planted effects',
      description: 'It is computed in the background. The same options give the same figures.',
      headers: IdempotencyHeaders,
      body: NewValidation,
      response: { 202: ValidationSummary },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(202).send(await createValidation(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List validations, the newest first',
      querystring: PageQuery,
      response: { 200: pageSchema(ValidationSummary) },
    },
    handler: (request) => listValidations(context, actorOf(request), pageRequest(request.query)),
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Get a validation', params, response: { 200: StoredValidation } },
    handler: (request) => getValidation(context, actorOf(request), request.params.id),
  });
  app.delete(`${PATH}/:id`, {
    schema: { tags, summary: 'Forget a validation, or give it up', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteValidation(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
