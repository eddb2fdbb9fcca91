import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, generateText, type LanguageModel, type LanguageModelUsage, NoObjectGeneratedError, Output } from 'ai';
import type { z } from 'zod';
import type { Outbound } from './outbound.ts';
import { OutboundError } from './outbound-error.ts';

/** Why a model gave no answer that can be used. */
export type ModelFault = 'refused' | 'rate_limited' | 'failed' | 'rejected' | 'unreachable' | 'blocked' | 'too_slow' | 'unreadable';

/** The tokens of a call, each counted in one of four kinds. */
export interface ModelTokens {
  /** Input that was neither read from the vendor's cache nor written to it. */
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
}

/** What a call that came to nothing used: nothing at all, so many tokens, or nobody knows. */
export type ModelUse = ModelTokens | 'nothing' | 'unknown';

/** A call that came to nothing. It holds neither what was asked, nor what was answered, nor the key. */
export class ModelError extends Error {
  readonly fault: ModelFault;
  readonly used: ModelUse;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** What the answer said of when to come back. */
  readonly retryAfter: string | undefined;

  constructor(fault: ModelFault, { used, status, retryAfter }: { used: ModelUse; status?: number; retryAfter?: string | undefined }) {
    super(`a model gave no answer: ${fault}${status === undefined ? '' : ` (${status})`}`);
    this.name = 'ModelError';
    this.fault = fault;
    this.used = used;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** One question to one model. */
export interface ModelCall<Answer> {
  kind: 'openai' | 'anthropic' | 'openai_compatible';
  /** Undefined means the vendor's own address. */
  baseUrl: string | undefined;
  /** Undefined where the address asks for none. */
  apiKey: string | undefined;
  model: string;
  instructions: string;
  prompt: string;
  schema: z.ZodType<Answer>;
  maxOutputTokens: number;
  timeoutMs: number;
}

/** Under which address each vendor's interface stands. */
export const VENDOR_ADDRESSES = { openai: 'https://api.openai.com/v1', anthropic: 'https://api.anthropic.com/v1' } as const;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

// Warnings of the library would go to standard output, which belongs to commands.
globalThis.AI_SDK_LOG_WARNINGS = false;

function modelOf<Answer>(call: ModelCall<Answer>, outbound: Outbound): LanguageModel {
  const fetch = outbound.fetchWithin({ timeoutMs: call.timeoutMs, maxBytes: MAX_ANSWER_BYTES });
  // Without a key the library would look for one in the environment.
  const apiKey = call.apiKey ?? 'none';
  if (call.kind === 'anthropic') return createAnthropic({ apiKey, baseURL: call.baseUrl ?? VENDOR_ADDRESSES.anthropic, fetch })(call.model);
  const openai = createOpenAI({ apiKey, baseURL: call.baseUrl ?? VENDOR_ADDRESSES.openai, fetch });
  return call.kind === 'openai' ? openai.responses(call.model) : openai.chat(call.model);
}

/** The tokens by their prices: the total of one vendor holds what is cached, that of another does not. Undefined when nobody counted. */
function tokensOf({ inputTokens, inputTokenDetails, outputTokens }: LanguageModelUsage): ModelTokens | undefined {
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const { noCacheTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = inputTokenDetails;
  const input = noCacheTokens ?? Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens);
  const tokens = { input, cacheRead: cacheReadTokens, cacheWrite: cacheWriteTokens, output: outputTokens };
  return Object.values(tokens).every((count) => Number.isSafeInteger(count) && count >= 0) ? tokens : undefined;
}

const FAULT_OF_STATUS: Readonly<Record<number, ModelFault>> = { 408: 'failed', 409: 'failed', 429: 'rate_limited', 451: 'refused' };

/** What an HTTP status of a vendor says. */
export function faultOfStatus(status: number): ModelFault {
  return FAULT_OF_STATUS[status] ?? (status >= 500 ? 'failed' : 'rejected');
}

/** The first of an error and its causes that is of a class. */
function causeOf<Cause>(error: unknown, isIt: (one: unknown) => one is Cause): Cause | undefined {
  for (let one = error; one instanceof Error; one = one.cause) if (isIt(one)) return one;
  return undefined;
}

/** What it means that there was no answer. */
export function modelErrorOfOutbound({ fault, isSent }: OutboundError): ModelError {
  const used = isSent ? 'unknown' : 'nothing';
  switch (fault) {
    case 'unreachable':
      return new ModelError('unreachable', { used });
    case 'too_slow':
      return new ModelError('too_slow', { used: 'unknown' });
    case 'blocked':
    case 'too_many_redirects':
      return new ModelError('blocked', { used });
    default:
      return new ModelError(isSent ? 'unreadable' : 'blocked', { used });
  }
}

/** What went wrong, without the words of the vendor's answer, which may repeat a part of the key or of what was asked. */
function modelErrorOf(error: unknown, signal: AbortSignal): ModelError {
  if (signal.aborted) return new ModelError('too_slow', { used: 'unknown' });
  if (NoObjectGeneratedError.isInstance(error)) {
    const used = (error.usage && tokensOf(error.usage)) ?? 'unknown';
    return new ModelError(error.finishReason === 'content-filter' ? 'refused' : 'unreadable', { used });
  }
  const outbound = causeOf(error, (one): one is OutboundError => one instanceof OutboundError);
  if (outbound) return modelErrorOfOutbound(outbound);
  const answered = causeOf(error, (one): one is APICallError => APICallError.isInstance(one));
  const status = answered?.statusCode;
  if (answered === undefined || status === undefined || status < 400) return new ModelError('unreadable', { used: 'unknown' });
  const retryAfter = answered.responseHeaders?.['retry-after'];
  return new ModelError(faultOfStatus(status), { used: 'nothing', status, retryAfter });
}

/**
 * Asks a model once, without tools, and has its answer checked against the schema. Nothing is tried a second time.
 * @throws ModelError, and nothing else.
 */
export async function callModel<Answer>(
  call: ModelCall<Answer>,
  outbound: Outbound,
): Promise<{ answer: Answer; tokens: ModelTokens | undefined }> {
  const signal = AbortSignal.timeout(call.timeoutMs);
  try {
    const result = await generateText({
      model: modelOf(call, outbound),
      instructions: call.instructions,
      prompt: call.prompt,
      output: Output.object({ schema: call.schema }),
      maxOutputTokens: call.maxOutputTokens,
      maxRetries: 0,
      abortSignal: signal,
    });
    const tokens = tokensOf(result.usage);
    if (result.finishReason === 'content-filter') throw new ModelError('refused', { used: tokens ?? 'unknown' });
    return { answer: result.output, tokens };
  } catch (error) {
    throw error instanceof ModelError ? error : modelErrorOf(error, signal);
  }
}
