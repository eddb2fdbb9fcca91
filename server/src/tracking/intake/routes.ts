import type { FastifyReply, FastifySchema, FastifySchemaCompiler } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import { clip, compileCheck } from '../../platform/schema-faults.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { ConversionBatch, IntakeResult, TouchpointBatch } from './schema.ts';
import { acceptConversions, acceptTouchpoints } from './service.ts';

/** Each item is checked on its own by the service, so the body as a whole is not checked against the documented schema. */
export const eachItemAlone: { validatorCompiler: FastifySchemaCompiler<FastifySchema> } = {
  validatorCompiler: (part) => (part.httpPart === 'body' ? (value: unknown) => ({ value }) : compileCheck(part)),
};

/** The items of a batch body that has exactly the member `name`. @throws AppError `invalid_request` for any other body. */
export function itemsOf(body: unknown, name: string): unknown[] {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) throw invalid('', `The body must be an object {"${name}":[…]}.`);
  const extra = Object.keys(body).find((key) => key !== name);
  if (extra !== undefined) throw invalid(`/${clip(extra)}`, `Unknown field "${clip(extra)}"; the body has one field, "${name}".`);
  const items = (body as Record<string, unknown>)[name];
  if (!Array.isArray(items)) throw invalid(`/${name}`, `"${name}" must be a list of 1 to 1000 items.`);
  return items;
}

/**
 * Answers 202 with what became of each item. When nothing at all was fit to be stored, the answer is a problem document that lists the
 * same.
 */
export function answerIntake(reply: FastifyReply, result: IntakeResult, name: string): FastifyReply {
  const unfit = result.rejected.filter(({ code }) => code !== 'conflict' && code !== 'quota_exceeded');
  if (unfit.length > 0 && result.accepted + result.duplicates === 0 && unfit.length === result.rejected.length) {
    const errors = unfit.map(({ index, detail }) => ({ pointer: `/${name}/${index}`, detail }));
    throw new AppError('invalid_request', `Nothing was stored: ${unfit[0].detail}.`, { errors, extensions: { ...result } });
  }
  return reply.code(202).send(result);
}

/** POST /touchpoints and POST /conversions. */
export function intakeRoutes(app: App, context: Context): void {
  app.post('/touchpoints', {
    ...eachItemAlone,
    schema: {
      tags: ['Ingest'],
      summary: 'Store touchpoints',
      description:
        'Answers 202 only after the rows are committed. Each item stands alone; the same id with the same content is a duplicate.',
      body: TouchpointBatch,
      response: { 202: IntakeResult },
    },
    handler: async (request, reply) => {
      const items = itemsOf(request.body, 'touchpoints');
      return answerIntake(reply, await acceptTouchpoints(context, actorOf(request), items, 'server'), 'touchpoints');
    },
  });
  app.post('/conversions', {
    ...eachItemAlone,
    schema: {
      tags: ['Ingest'],
      summary: 'Store conversions',
      description:
        'Answers 202 only after the rows are committed. Each item stands alone; the same id with the same content is a duplicate.',
      body: ConversionBatch,
      response: { 202: IntakeResult },
    },
    handler: async (request, reply) => {
      const items = itemsOf(request.body, 'conversions');
      return answerIntake(reply, await acceptConversions(context, actorOf(request), items, 'server'), 'conversions');
    },
  });
}
