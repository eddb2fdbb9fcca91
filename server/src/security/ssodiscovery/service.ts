import { createHash } from 'node:crypto';
import * as oidc from 'openid-client';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { createGate, type Gate } from '../../platform/gate.ts';

/** How long is remembered what a provider offers, and how long that it did not answer. */
const KEPT_MS = 10 * 60_000;
const FAILED_MS = 30_000;
const TIMEOUT_SECONDS = 10;
const MOST_KEPT = 1_000;
/** Exchanges with providers at a time: of one provider, and of all. */
const AT_A_TIME = { perOwner: 8, inAll: 32 } as const;

/** A provider as somebody entered it. */
export interface Provider {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

interface Known {
  answer: Promise<oidc.Configuration>;
  untilMs: number;
}

interface Memory {
  /** By a hash of all that was entered, oldest first. */
  known: Map<string, Known>;
  gate: Gate;
}

const memories = new WeakMap<Context, Memory>();

function memoryOf(context: Context): Memory {
  let memory = memories.get(context);
  if (!memory) memories.set(context, (memory = { known: new Map(), gate: createGate(AT_A_TIME) }));
  return memory;
}

/** Whoever entered the address must not reach what stands beside this server. */
async function ask(context: Context, { issuer, clientId, clientSecret }: Provider): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  // The way out refuses plain http to everything but the networks that the operator named.
  // oxlint-disable-next-line typescript/no-deprecated
  const insecure = url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  try {
    return await oidc.discovery(url, clientId, { client_secret: clientSecret }, oidc.ClientSecretBasic(clientSecret), {
      execute: [...insecure, oidc.enableNonRepudiationChecks],
      [oidc.customFetch]: (address, options) => context.outbound.fetch(address, options),
      timeout: TIMEOUT_SECONDS,
    });
  } catch (cause) {
    throw new AppError('unavailable', 'Your identity provider does not answer as it should. Try again, or ask who runs it.', { cause });
  }
}

/**
 * Waits until there is room for one more exchange with a provider: strangers can begin sign-ins without end, and a provider that answers
 * slowly must not hold connections without end for it.
 */
export async function exchange<Result>(
  context: Context,
  _actor: 'public',
  { issuer }: Provider,
  work: () => Promise<Result>,
): Promise<Result> {
  return memoryOf(context).gate.run(issuer, work);
}

/**
 * What a provider offers, asked for once at a time and remembered for ten minutes; that it did not answer is remembered for 30 seconds.
 * @throws AppError `unavailable` when it does not answer.
 */
export async function discoverProvider(context: Context, actor: 'public', provider: Provider): Promise<oidc.Configuration> {
  const { known } = memoryOf(context);
  const { issuer, clientId, clientSecret } = provider;
  const name = createHash('sha256')
    .update(JSON.stringify([issuer, clientId, clientSecret]))
    .digest('base64');
  const found = known.get(name);
  if (found && context.clock() < found.untilMs) return found.answer;
  const answer = exchange(context, actor, provider, () => ask(context, provider));
  const entry: Known = { answer, untilMs: Number.POSITIVE_INFINITY };
  known.delete(name);
  known.set(name, entry);
  if (known.size > MOST_KEPT) {
    const [oldest] = known.keys();
    known.delete(oldest);
  }
  const settle = (keptMs: number) => () => void (entry.untilMs = context.clock() + keptMs);
  answer.then(settle(KEPT_MS), settle(FAILED_MS));
  return answer;
}
