import { AppError } from '../../platform/errors.ts';
import { createGate, type Gate } from '../../platform/gate.ts';
import { type KeptThread, keepInThread } from '../../platform/thread.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { type OutcomeSpan, readTestedIdentitiesIn } from '../../tracking/participants/service.ts';
import type { Experiment } from '../experiments/schema.ts';
import { type Outcome, readOrdersIn } from '../outcomes/service.ts';
import type { OutcomeTerms } from '../readouts/audience.ts';
import type { Audience } from '../readouts/audience-thread.ts';
import { identityColumns, type KeyColumn, keyColumn } from '../readouts/participants.ts';

/** Of all who read experiments together: each goes through every conversion of its time, and may take a thread of up to 3 GB. */
const gate = createGate({ perOwner: 1, inAll: 2 });

/** Through it goes whatever may open an audience, before it opens a transaction. */
export function audienceGate(): Gate {
  return gate;
}

const THREAD = new URL('../readouts/audience-thread.ts', import.meta.url).href;

/** Each takes up to 150 bytes of a thread's memory while it is read. */
const MOST_IDENTITIES = 10_000_000;
const TOO_MANY = 'More than 10,000,000 identities took part, which one readout cannot hold: plan tests of a smaller part of the audience.';

const buffersOf = ({ bytes, offsets }: KeyColumn): ArrayBuffer[] => [bytes.buffer, offsets.buffer];

/** An audience in a thread of its own; nothing of it is held here beyond the part that is on its way. */
export type KeptAudience = KeptThread<Audience>;

/**
 * Opens a thread that holds who was exposed in an experiment in a time, for as long as `work` takes.
 * @throws AppError `invalid_request` for more than 10,000,000 identities.
 */
export async function withAudienceIn<Result>(
  tx: TenantTx,
  { key, arms, from, to }: Pick<Experiment, 'key' | 'arms'> & { from: number; to: number },
  terms: OutcomeTerms,
  work: (audience: KeptAudience) => Promise<Result>,
): Promise<Result> {
  const audience = keepInThread<Audience>({ module: THREAD, name: 'openAudience', input: terms });
  const names = arms.map(({ name }) => name);
  const span = { test: key, fromAt: new Date(from).toISOString(), toAt: new Date(to).toISOString() };
  let identities = 0;
  try {
    if (from < to)
      await readTestedIdentitiesIn(tx, span, async (part) => {
        identities += part.length;
        if (identities > MOST_IDENTITIES) throw new AppError('invalid_request', TOO_MANY);
        const columns = identityColumns(part, names);
        const { keys, arm, firstAtMs, touchpoints } = columns;
        await audience.ask('add', columns, [...buffersOf(keys), arm.buffer, firstAtMs.buffer, touchpoints.buffer]);
      });
    return await work(audience);
  } finally {
    await audience.end();
  }
}

/**
 * Counts the orders of participants in a time, each for what `amountOf` says it is worth; hands on those that lie in the window of one,
 * with that participant.
 */
export async function countOrdersIn(
  tx: TenantTx,
  audience: KeptAudience,
  span: OutcomeSpan,
  counted: { amountOf: (outcome: Outcome) => number; onCounted?: (outcome: Outcome, participant: number) => void },
): Promise<void> {
  const areKnown = (owners: readonly { keys: readonly string[] }[]) => {
    const keys = keyColumn(owners.map((owner) => owner.keys));
    return audience.ask('know', keys, buffersOf(keys));
  };
  await readOrdersIn(tx, span, areKnown, async (outcomes) => {
    const keys = keyColumn(outcomes.map((outcome) => outcome.keys));
    const atMs = Float64Array.from(outcomes, ({ conversion }) => conversion.occurredAtMs);
    const value = Float64Array.from(outcomes, counted.amountOf);
    const participants = await audience.ask('count', { keys, atMs, value }, [...buffersOf(keys), atMs.buffer, value.buffer]);
    outcomes.forEach((outcome, place) => {
      if (participants[place] >= 0) counted.onCounted?.(outcome, participants[place]);
    });
  });
}
