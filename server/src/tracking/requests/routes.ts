import { answerIntake, eachItemAlone, itemsOf } from '../../platform/item-batch.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { EpisodeRequestBatch, RequestIntakeResult } from './schema.ts';
import { acceptEpisodeRequests } from './service.ts';

/** POST /tracking/requests. */
export function requestRoutes(app: App, context: Context): void {
  app.post('/tracking/requests', {
    ...eachItemAlone,
    schema: {
      tags: ['Tracking'],
      summary: 'Store requests for episodes, to be counted',
      description:
        'Answers 202 only after the rows are committed. Each item stands alone; the same id with the same content is a duplicate. ' +
        'What is a download is counted shortly after, by the rules of docs/method.md.',
      body: EpisodeRequestBatch,
      response: { 202: RequestIntakeResult },
    },
    handler: async (request, reply) => {
      const items = itemsOf(request.body, 'requests');
      return answerIntake(reply, await acceptEpisodeRequests(context, actorOf(request), items, { source: 'api' }), 'requests');
    },
  });
}
