import { getUsage } from '../../../server/src/metering/usage/service.ts';
import { systemActor } from '../../../server/src/tenants/authorize.ts';
import { type BenchInstallation, type BenchTenant, createBenchTenant, startServer } from '../installation.ts';
import { bodyOf, createOracle, eventAt } from './events.ts';
import { BATCH, inFlight, makeMeters, progress } from './sending.ts';

/** How many different events are replayed; BENCH_USAGE_EVENTS says another number. */
const EVENTS = Number(process.env.BENCH_USAGE_EVENTS ?? 1_000_000);
const AGAIN_EVERY = 10;
const KILLS = 3;
const DAY_MS = 86_400_000;
const ANSWER_MS = 20_000;

/** Events in a mixed order, every tenth of them a second time: batches that come out the same each time. */
function shuffledPlaces(): Int32Array {
  const places = new Int32Array(EVENTS + Math.floor(EVENTS / AGAIN_EVERY));
  for (let place = 0; place < places.length; place += 1) places[place] = place < EVENTS ? place : (place - EVENTS) * AGAIN_EVERY;
  let state = 12_345;
  for (let place = places.length - 1; place > 0; place -= 1) {
    // A linear congruential generator (Numerical Recipes, 7.1) is enough to mix an order.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (place + 1);
    [places[place], places[other]] = [places[other], places[place]];
  }
  return places;
}

/** How a replay went. */
export interface Replay {
  sent: number;
  seconds: number;
  kills: number;
  attempts: number;
  differences: number;
  compared: number;
  /** Events that were accepted when everything was sent once more. */
  acceptedAgain: number;
}

/** An answer that trying again does not change. */
class Refused extends Error {}

/** How many sums by meter and hour there are or should be, and how many differ from what was expected. */
async function compare({ context }: BenchInstallation, { tenantId }: BenchTenant, expected: ReadonlyMap<string, number>) {
  const day = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);
  const { rows } = await getUsage(context, systemActor(tenantId), { from: day(-33), to: day(2), groupBy: 'hour' });
  const found = new Map(
    rows.map(({ meter, key, quantity, aggregation }) => {
      const isCounted = aggregation === 'count' || aggregation === 'unique';
      return [`${meter} ${key}`, Math.round(Number(quantity) * (isCounted ? 1 : 100))];
    }),
  );
  const keys = new Set([...expected.keys(), ...[...found.keys()].filter((key) => key.startsWith('bench_'))]);
  return { differences: [...keys].filter((key) => expected.get(key) !== found.get(key)).length, compared: keys.size };
}

/** A server that is killed and started again while clients send, each batch until it is acknowledged. */
export async function replay(installation: BenchInstallation): Promise<Replay> {
  const tenant = await createBenchTenant(installation.context, 'bench-replay');
  await makeMeters(installation, tenant);
  const [nowMs, places, oracle] = [Date.now(), shuffledPlaces(), createOracle()];
  for (let place = 0; place < EVENTS; place += 1) oracle.add(eventAt(3, place, nowMs));
  let server = await startServer(installation);
  let [attempts, accepted, kills] = [0, 0, 0];
  const post = async (items: object[]): Promise<void> => {
    for (;;) {
      attempts += 1;
      try {
        const response = await fetch(`${server.url}/api/v1/cost/usage`, {
          method: 'POST',
          headers: { authorization: `Bearer ${tenant.apiKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ events: items }),
          signal: AbortSignal.timeout(ANSWER_MS),
        });
        const answer = (await response.json()) as { accepted: number; rejected: unknown[] };
        if (response.status === 202 && answer.rejected.length === 0) return void (accepted += answer.accepted);
        if (response.status < 500)
          throw new Refused(`a batch was answered with ${response.status}: ${JSON.stringify(answer).slice(0, 300)}`);
      } catch (error) {
        if (error instanceof Refused) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const batches = Math.ceil(places.length / BATCH);
  const itemsOf = (batch: number) =>
    Array.from(places.subarray(batch * BATCH, (batch + 1) * BATCH), (place) => bodyOf(eventAt(3, place, nowMs)));
  const killAt = Array.from({ length: KILLS }, (_, kill) => Math.floor(((kill + 1) * batches) / (KILLS + 1)));
  let killing = Promise.resolve();
  const startedAt = performance.now();
  const tell = progress('replay', batches);
  await inFlight(batches, async (batch) => {
    if (killAt.includes(batch)) {
      kills += 1;
      killing = (async () => {
        await server.kill();
        server = await startServer(installation);
      })();
    }
    await post(itemsOf(batch));
    tell();
  });
  await killing;
  const seconds = (performance.now() - startedAt) / 1_000;
  const before = accepted;
  const tellAgain = progress('the same once more', batches);
  await inFlight(batches, async (batch) => {
    await post(itemsOf(batch));
    tellAgain();
  });
  await server.kill();
  const { differences, compared } = await compare(installation, tenant, oracle.figures());
  return { sent: places.length, seconds, kills, attempts, differences, compared, acceptedAgain: accepted - before };
}
