import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { TranscriptAnalysis } from './schema.ts';
import { getAnalysis } from './service.ts';

const params = z.strictObject({ id: z.uuid() });

/** GET /ai/transcripts/{id}/analysis. */
export function analysisRoutes(app: App, context: Context): void {
  app.get('/ai/transcripts/:id/analysis', {
    schema: {
      tags: ['AI'],
      summary: 'Read what was found in a transcript',
      description:
        'Ads, keywords, topics of the IAB Content Taxonomy, who and what is named, a summary, sentiment, words that advertisers stay ' +
        'away from, and chapters, each with how it was found.',
      params,
      response: { 200: TranscriptAnalysis },
    },
    handler: (request) => getAnalysis(context, actorOf(request), request.params.id),
  });
}
