import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { DifferenceQuery, ModelDifference, OwnModel, OwnModelDetails, OwnModelName, VersionQuery } from '../../tenants/models/schema.ts';
import { ModelList, OwnVersionList } from './schema.ts';
import { deleteModel, getModel, getModelDifference, listModels, listModelVersions, putModel } from './service.ts';

const params = z.strictObject({ name: OwnModelName });
const tags = ['Attribution'];
const PATH = '/attribution/models';

/** GET /attribution/models; GET, PUT and DELETE /attribution/models/{name}; GET …/versions and …/difference. */
export function modelRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: { tags, summary: 'List the models, built in and of your own', response: { 200: ModelList } },
    handler: (request) => listModels(context, actorOf(request)),
  });
  app.get(`${PATH}/:name`, {
    schema: { tags, summary: 'Read a model of your own', params, querystring: VersionQuery, response: { 200: OwnModel } },
    handler: (request) => getModel(context, actorOf(request), request.params.name, request.query.version),
  });
  app.put(`${PATH}/:name`, {
    schema: {
      tags,
      summary: 'Keep a model of your own',
      description:
        'Makes a version that never changes: the first one, or the next one when the newest says something else. The same once more ' +
        'makes none. What the parameters leave open, a report may choose.',
      params,
      body: OwnModelDetails,
      response: { 200: OwnModel },
    },
    handler: (request) => putModel(context, actorOf(request), request.params.name, request.body),
  });
  app.delete(`${PATH}/:name`, {
    schema: {
      tags,
      summary: 'Archive a model of your own',
      description: 'It is listed no more and reports may only name it with a version; its versions stay readable.',
      params,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await deleteModel(context, actorOf(request), request.params.name);
      return reply.code(204).send(null);
    },
  });
  app.get(`${PATH}/:name/versions`, {
    schema: { tags, summary: 'List the versions of a model of your own', params, response: { 200: OwnVersionList } },
    handler: (request) => listModelVersions(context, actorOf(request), request.params.name),
  });
  app.get(`${PATH}/:name/difference`, {
    schema: {
      tags,
      summary: 'Tell what differs between two versions',
      params,
      querystring: DifferenceQuery,
      response: { 200: ModelDifference },
    },
    handler: (request) => getModelDifference(context, actorOf(request), request.params.name, request.query),
  });
}
