import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { AudioPart, NewTranscription, Transcription, TranscriptionQuery } from './schema.ts';
import {
  createTranscription,
  getTranscription,
  listTranscriptions,
  putAudioPart,
  removeTranscription,
  retryTranscription,
} from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const partParams = z.strictObject({ id: z.uuid(), part: z.coerce.number().int().min(0).max(600) });
const Nothing = z.strictObject({}).meta({ id: 'TranscriptionRetry' });
const tags = ['AI'];
const PATH = '/ai/transcriptions';
/** A mebibyte in base64, and room. */
const MOST_PART_BODY = 1_500_000;

/** GET and POST /ai/transcriptions; GET and DELETE …/{id}; PUT …/{id}/parts/{part}; POST …/{id}/retry. */
export function transcriptionRoutes(app: App, context: Context): void {
  app.post(PATH, {
    schema: {
      tags,
      summary: 'Have audio become a transcript',
      description: "An episode's file, one on the web, or one whose parts are sent next. It is heard in the background, by a provider.",
      headers: IdempotencyHeaders,
      body: NewTranscription,
      response: { 202: Transcription },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(202).send(await createTranscription(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List transcriptions, the newest first',
      querystring: TranscriptionQuery,
      response: { 200: pageSchema(Transcription) },
    },
    handler: (request) => {
      const { episode } = request.query;
      return listTranscriptions(context, actorOf(request), { episode }, pageRequest(request.query));
    },
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Get a transcription, and how far it is', params, response: { 200: Transcription } },
    handler: (request) => getTranscription(context, actorOf(request), request.params.id),
  });
  app.put(`${PATH}/:id/parts/:part`, {
    bodyLimit: MOST_PART_BODY,
    schema: { tags, summary: 'Send a part of a file', params: partParams, body: AudioPart, response: { 200: Transcription } },
    handler: (request) => putAudioPart(context, actorOf(request), request.params, request.body),
  });
  app.post(`${PATH}/:id/retry`, {
    schema: { tags, summary: 'Go on with a transcription that failed', params, body: Nothing, response: { 200: Transcription } },
    handler: (request) => retryTranscription(context, actorOf(request), request.params.id),
  });
  app.delete(`${PATH}/:id`, {
    schema: { tags, summary: 'Give a transcription up', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeTranscription(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
