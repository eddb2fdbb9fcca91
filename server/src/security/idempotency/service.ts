import type { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError } from '../../platform/errors.ts';
import { deriveKey, resealByMaster, seal, unsealByMaster } from '../../platform/sealing.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { hashBody, KEPT_MS, placeOf } from './rules.ts';
import {
  deleteBefore,
  type DoneRequest,
  findRequest,
  insertRequest,
  listRequests,
  listTenantsWithAnswers,
  type RequestName,
  tryLock,
  replaceAnswer,
} from './store.ts';

/** A request that carried an Idempotency-Key: whose it is, what it asks for, and how to read the answer it got. */
export interface IdempotentRequest<Answer> extends RequestName {
  body: unknown;
  answer: z.ZodType<Answer>;
}

/** Under the present master key, and under the one before while a change of it goes on. */
function hashesOf({ sealingKey, previousSealingKey }: Context, body: unknown): [Buffer, ...Buffer[]] {
  const of = (key: Buffer) => hashBody(deriveKey(key, 'idempotency'), body);
  return previousSealingKey === undefined ? [of(sealingKey)] : [of(sealingKey), of(previousSealingKey)];
}

/** What a request was answered before. @throws AppError `idempotency_key_reused` when the key came with another body. */
function answerOf<Answer>(context: Context, tenantId: string, request: IdempotentRequest<Answer>, done: DoneRequest): Answer {
  if (!hashesOf(context, request.body).some((hash) => hash.equals(done.bodyHash)))
    throw new AppError('idempotency_key_reused', 'This Idempotency-Key came with another body before; use a new key for a new request.');
  const plain = unsealByMaster(context, placeOf(tenantId, request), done.sealedAnswer);
  if (!plain) throw new Error('a kept answer cannot be opened: EARSHOT_SECRET_KEY is not the one this installation was made with');
  return request.answer.parse(JSON.parse(plain.toString()));
}

/** Waits for nobody: @throws AppError `conflict` while the same request is being worked on elsewhere. */
async function beginIn<Answer>(context: Context, tx: TenantTx, request: IdempotentRequest<Answer>): Promise<DoneRequest | undefined> {
  if (!(await tryLock(tx, placeOf(tx.tenantId, request)))) {
    const message = 'A request with this Idempotency-Key is being worked on; send it again shortly for its answer.';
    throw new AppError('conflict', message, { retryAfterSeconds: 1 });
  }
  await deleteBefore(tx, context.clock() - KEPT_MS);
  return findRequest(tx, request);
}

/**
 * What a request was answered that carried this Idempotency-Key before, for work that cannot be done in a transaction; undefined when there
 * was none. `onceIn` then does it. @throws AppError as `onceIn` does.
 */
export async function answerBeforeIn<Answer>(
  context: Context,
  tx: TenantTx,
  request: IdempotentRequest<Answer>,
): Promise<Answer | undefined> {
  const done = await beginIn(context, tx, request);
  return done && answerOf(context, tx.tenantId, request, done);
}

/**
 * Does a request once: `work` runs in the caller's transaction, and its answer is kept there, sealed, for 24 hours. The same request again
 * is answered from it (draft-ietf-httpapi-idempotency-key-header-07). Work that throws leaves nothing behind, so it may be tried again.
 * @throws AppError `idempotency_key_reused` when the key came with another body; `conflict` while the first request is being worked on.
 */
export async function onceIn<Answer>(
  context: Context,
  tx: TenantTx,
  request: IdempotentRequest<Answer>,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const done = await beginIn(context, tx, request);
  if (done) return answerOf(context, tx.tenantId, request, done);
  const answer = await work();
  const [bodyHash] = hashesOf(context, request.body);
  const sealedAnswer = seal(context.sealingKey, placeOf(tx.tenantId, request), Buffer.from(JSON.stringify(answer)));
  await insertRequest(tx, request, { bodyHash, sealedAnswer }, context.clock());
  return answer;
}

/** Deletes what was kept for longer than it is promised, for every tenant, whether or not it sends anything again. */
export async function forgetOldAnswers(context: Context, _actor: 'system'): Promise<void> {
  const beforeMs = context.clock() - KEPT_MS;
  const forget = (tenantId: string) => inTenant(context.db, tenantId, (tx) => deleteBefore(tx, beforeMs));
  const failure = 'kept answers of a tenant could not be deleted; it is tried again in an hour';
  await forEachTenant(await inDirectory(context.db, listTenantsWithAnswers), forget, {
    task: 'idempotency-upkeep',
    failure,
    log: context.log,
  });
}

/** Seals the kept answers of a tenant under the present master key; resolves with how many were sealed under the one before. */
export async function resealAnswersIn(context: Context, tx: TenantTx): Promise<number> {
  let changed = 0;
  for (const { sealedAnswer, ...request } of await listRequests(tx)) {
    const anew = resealByMaster(context, placeOf(tx.tenantId, request), sealedAnswer);
    if (anew === undefined) continue;
    await replaceAnswer(tx, request, anew);
    changed += 1;
  }
  return changed;
}
