import { z } from 'zod';
import { recordAuditIn } from '../../platform/audit.ts';
import { randomBase62 } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { missingQuotes, sentenceOf, type Task } from '../asking/rules.ts';
import type { AskFault } from '../asking/schema.ts';
import { ask } from '../asking/service.ts';
import { hear, type Hearer } from '../hearing/service.ts';
import { findStoredProvider } from '../providers/store.ts';
import { testedModel, TONE_MS, toneWav } from './rules.ts';
import type { NewProviderTest, ProviderTest } from './schema.ts';

const TestOutput = z.strictObject({ quote: z.string().min(1).max(200) });

/** Asks for the one thing that only the text says, so that an answer proves that the text was read. */
const TEST_TASK: Task<z.infer<typeof TestOutput>> = {
  name: 'provider_test',
  promptVersion: 1,
  schemaVersion: 1,
  instructions: 'The material holds one sentence with a code word. Answer with the code word as it is written there.',
  schema: TestOutput,
  maxOutputTokens: 500,
  timeoutMs: 30_000,
  isKept: false,
  faults: ({ quote }, text) => missingQuotes([quote], text),
  offline: () => ({ quote: '' }),
};

/** What a test came to: what it cost, and why there is no answer, where there is none. */
interface Outcome {
  calls: number;
  costMicros: number;
  failure: { fault: AskFault; status: number | undefined } | undefined;
}

async function askWords(context: Context, tenantId: string, provider: string, model: string | undefined): Promise<Outcome> {
  const text = `The code word of this sentence is ${randomBase62(12)}.`;
  const { from, failures, calls, costMicros } = await ask(context, 'system', tenantId, { task: TEST_TASK, text, provider, model });
  // One that has no models for texts any more was not asked.
  const isAnswered = from.method === 'provider';
  return { calls, costMicros, failure: failures.at(0) ?? (isAnswered ? undefined : { fault: 'not_allowed', status: undefined }) };
}

async function askEars(context: Context, tenantId: string, hearer: Hearer): Promise<Outcome> {
  const tone = toneWav();
  const hearing = {
    task: TEST_TASK.name,
    fileName: 'tone.wav',
    type: 'audio/wav',
    byteLength: tone.length,
    async *read() {
      yield tone;
    },
    mostMs: TONE_MS,
    isExact: true,
    language: null,
    timeoutMs: TEST_TASK.timeoutMs,
  };
  const end = await hear(context, 'system', tenantId, { hearer, hearing });
  const { calls, costMicros } = end;
  return { calls, costMicros, failure: end.heard ? undefined : { fault: end.fault, status: end.status } };
}

const ANSWERED = {
  words: 'It answered, and its answer stands on the text.',
  ears: 'It heard a second of a tone, and answered in the form that is asked for. Whether it hears words well, a transcription shows.',
};

/**
 * Asks one provider a small question, or has it hear a second of a tone, to see whether it answers; that costs what such a call costs, and
 * counts.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function testProvider(context: Context, actor: Actor, key: string, asked: NewProviderTest): Promise<ProviderTest> {
  authorize(actor, 'ai_providers.test');
  const { tenantId } = actor;
  const found = await inTenant(context.db, tenantId, (tx) => findStoredProvider(tx, key));
  if (!found) throw new AppError('not_found', 'There is no such provider.');
  const { model: named, audio } = testedModel(found, asked.model);
  const model = named ?? null;
  const outcome = audio ? await askEars(context, tenantId, { provider: key, audio }) : await askWords(context, tenantId, key, named);
  const { calls, costMicros, failure } = outcome;
  const isAnswered = failure === undefined;
  const fault = failure?.fault ?? null;
  await inTenant(context.db, tenantId, (tx) => {
    const after = { isAnswered, model, fault, calls, costMicros };
    return recordAuditIn(tx, { actor: actor.name, action: 'ai_provider.test', target: key, after });
  });
  const detail = failure === undefined ? ANSWERED[audio ? 'ears' : 'words'] : sentenceOf(failure.fault);
  return { isAnswered, model, fault, detail, status: failure?.status ?? null, calls, costMicros };
}
