import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Checkpoint, CheckpointKey } from './schema.ts';
import { getCheckpointKey, listCheckpoints } from './service.ts';

/** GET /security/audit-log/checkpoints and /security/audit-log/public-key. */
export function checkpointRoutes(app: App, context: Context): void {
  app.get('/security/audit-log/checkpoints', {
    schema: {
      tags: ['Security'],
      summary: 'List the signed checkpoints of the audit log',
      description: 'Keep them elsewhere: with one, an audit log that was cut off or written anew is found out.',
      querystring: PageQuery,
      response: { 200: pageSchema(Checkpoint) },
    },
    handler: (request) => listCheckpoints(context, actorOf(request), pageRequest(request.query)),
  });
  app.get('/security/audit-log/public-key', {
    schema: { tags: ['Security'], summary: 'Read the public key of the checkpoints', response: { 200: CheckpointKey } },
    handler: (request) => getCheckpointKey(context, actorOf(request)),
  });
}
