import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Experiment, ExperimentDetails, ExperimentStateDetails } from './schema.ts';
import { getExperiment, listExperiments, putExperiment, putExperimentState } from './service.ts';

const params = z.strictObject({ key: CatalogKey });
const tags = ['Attribution'];
const PATH = '/attribution/experiments';

/** GET /attribution/experiments; GET and PUT /attribution/experiments/{key}; PUT …/state. */
export function experimentRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: { tags, summary: 'List experiments', querystring: PageQuery, response: { 200: pageSchema(Experiment) } },
    handler: (request) => listExperiments(context, actorOf(request), pageRequest(request.query)),
  });
  app.get(`${PATH}/:key`, {
    schema: { tags, summary: 'Read an experiment and its plan', params, response: { 200: Experiment } },
    handler: (request) => getExperiment(context, actorOf(request), request.params.key),
  });
  app.put(`${PATH}/:key`, {
    schema: {
      tags,
      summary: 'Plan an experiment',
      description:
        'Keeps a draft and answers with its plan: the number of participants for an effect, or the smallest effect that so many find. ' +
        'The ad server assigns listeners and says so on touchpoints, in test (this key) and arm. Baked-in ads can be tested by region ' +
        'and by time.',
      params,
      body: ExperimentDetails,
      response: { 200: Experiment },
    },
    handler: (request) => putExperiment(context, actorOf(request), request.params.key, request.body),
  });
  app.put(`${PATH}/:key/state`, {
    schema: { tags, summary: 'Start, stop or archive an experiment', params, body: ExperimentStateDetails, response: { 200: Experiment } },
    handler: (request) => putExperimentState(context, actorOf(request), request.params.key, request.body.state),
  });
}
