import type { Context } from '../../platform/context.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { sentenceOf } from '../asking/rules.ts';
import type { AskFault } from '../asking/schema.ts';
import { ask, type Failure } from '../asking/service.ts';
import { transcriptTasksIn } from '../providers/service.ts';
import type { RefinedAds } from './combined.ts';
import type { ProposedWindow } from './proposals.ts';
import { adsOf, adTask } from './rules.ts';
import { stitched, type WindowAd } from './windows.ts';

/** Of these the next window would meet with the same. */
const LASTING: readonly AskFault[] = [
  'no_account',
  'not_allowed',
  'no_price',
  'cap_reached',
  'resting',
  'rejected',
  'blocked',
  'unreachable',
];
/** Whoever is asked for longer holds up the tenant's other transcripts. */
const LONGEST_MS = 15 * 60_000;
const TOO_LONG = 'Asking took more than a quarter of an hour, and was left there.';
const isLasting = (failures: readonly Failure[]) => failures.every(({ fault }) => LASTING.includes(fault));

/** What may be asked of the tenant's transcripts: nothing, unless a provider that is enabled says so. */
export async function askedOfTranscripts(context: Context, _actor: 'system', tenantId: string) {
  return inTenant(context.db, tenantId, transcriptTasksIn, { readOnly: true });
}

/**
 * Asks models for the ads of an episode: first of the windows in which the classifier sees one, then of the others where the tenant has
 * them scanned, as long as somebody answers within every cap. A window that nobody answers keeps what the classifier found.
 */
export async function refineAds(
  context: Context,
  _actor: 'system',
  tenantId: string,
  { windows, scansAll, signal }: { windows: readonly ProposedWindow[]; scansAll: boolean; signal?: AbortSignal | undefined },
): Promise<RefinedAds> {
  const planned = windows
    .filter(({ isCandidate }) => isCandidate || scansAll)
    .sort((a, b) => Number(b.isCandidate) - Number(a.isCandidate));
  const found = new Map<ProposedWindow, WindowAd[]>();
  const until = context.clock() + LONGEST_MS;
  let [costMicros, detail] = [0, null as string | null];
  let by: { provider: string; model: string } | undefined;
  for (const window of planned) {
    signal?.throwIfAborted();
    if (context.clock() > until) {
      detail = TOO_LONG;
      break;
    }
    const use = window.isCandidate ? 'ad_reads' : 'ad_scan';
    const answer = await ask(context, 'system', tenantId, { task: adTask(window), text: window.text, use });
    costMicros += answer.costMicros;
    if (answer.from.method === 'provider') {
      by ??= { provider: answer.from.provider, model: answer.from.model };
      found.set(window, adsOf(answer.output, window));
      continue;
    }
    detail = answer.failures.map(({ fault }) => sentenceOf(fault)).at(-1) ?? null;
    if (isLasting(answer.failures)) break;
  }
  const answered = windows.filter((window) => found.has(window));
  return {
    ads: stitched(answered.map((window) => found.get(window) ?? [])),
    answered: answered.map(({ start, end }) => ({ start, end })),
    note: {
      state: answered.length === 0 ? 'offline' : answered.length < planned.length ? 'partly' : 'refined',
      windows: planned.length,
      answered: answered.length,
      provider: by?.provider ?? null,
      model: by?.model ?? null,
      costMicros,
      detail,
    },
  };
}
