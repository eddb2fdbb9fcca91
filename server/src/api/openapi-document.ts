import { systemClock } from '../platform/clock.ts';
import { edgeKeysOf } from '../platform/edge-key.ts';
import { openErasureLog } from '../platform/erasure-log.ts';
import { openLog } from '../platform/log.ts';
import { NO_OPERATOR_AI } from '../platform/operator-ai.ts';
import { openOutbound } from '../platform/outbound.ts';
import { openSpool } from '../platform/spool.ts';
import { openDatabase } from '../platform/tenant-door.ts';
import { buildApp } from './app.ts';
import { completeOpenApi } from './openapi-rules.ts';

/** The OpenAPI document of this version, made without a database. */
export async function buildOpenApi(): Promise<object> {
  const log = openLog('silent');
  const nowhere = 'postgres://nobody@127.0.0.1:1/none';
  const db = openDatabase({ app: nowhere, intake: nowhere, jobs: nowhere, auth: nowhere }, log);
  const erasures = openErasureLog('.', log);
  const sealingKey = Buffer.alloc(32);
  const edgeKeys = edgeKeysOf({ sealingKey });
  const app = await buildApp({
    db,
    clock: systemClock,
    log,
    sealingKey,
    ...edgeKeys,
    publicUrl: 'http://127.0.0.1',
    operatorAi: NO_OPERATOR_AI,
    outbound: openOutbound(),
    erasures,
    spool: openSpool({ dataDir: '.', secrets: edgeKeys, maxBytes: 0, clock: systemClock, log }),
    trustedProxies: [],
  });
  const document = completeOpenApi(app.swagger());
  await app.close();
  await db.close();
  return document;
}
