import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { EpisodeTranscript, NewTranscript, TranscriptQuery, TranscriptSegment } from './schema.ts';
import { addTranscript, getTranscript, listSegments, listTranscripts, removeTranscript } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['AI'];
const PATH = '/ai/transcripts';
/** Room for 50 MB of text and what JSON escapes of it. */
const MOST_BODY_BYTES = 60 * 1024 * 1024;

/** GET and POST /ai/transcripts; GET and DELETE /ai/transcripts/{id}; GET /ai/transcripts/{id}/segments. */
export function transcriptRoutes(app: App, context: Context): void {
  app.post(PATH, {
    bodyLimit: MOST_BODY_BYTES,
    schema: {
      tags,
      summary: "Keep an episode's transcript: a text, the feed's, or a file on the web",
      description:
        'Of each episode and source there is one. Another content replaces it as its next version; the same content changes nothing.',
      headers: IdempotencyHeaders,
      body: NewTranscript,
      response: { 201: EpisodeTranscript },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await addTranscript(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List transcripts, the newest first',
      querystring: TranscriptQuery,
      response: { 200: pageSchema(EpisodeTranscript) },
    },
    handler: (request) => {
      const { episode } = request.query;
      return listTranscripts(context, actorOf(request), { episode }, pageRequest(request.query));
    },
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Get a transcript, without what was said', params, response: { 200: EpisodeTranscript } },
    handler: (request) => getTranscript(context, actorOf(request), request.params.id),
  });
  app.get(`${PATH}/:id/segments`, {
    schema: {
      tags,
      summary: 'Read what was said',
      params,
      querystring: PageQuery,
      response: { 200: pageSchema(TranscriptSegment) },
    },
    handler: (request) => listSegments(context, actorOf(request), request.params.id, pageRequest(request.query)),
  });
  app.delete(`${PATH}/:id`, {
    schema: { tags, summary: 'Forget a transcript', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeTranscript(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
