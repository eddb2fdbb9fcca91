import pg from 'pg';
import { acceptUsage, getUsage, putMeter } from '../../../server/src/metering/usage/service.ts';
import { systemActor } from '../../../server/src/tenants/authorize.ts';
import { aimTable, format, table } from '../figures.ts';
import { type BenchInstallation, type BenchTenant, createBenchTenant, startServer, withBenchInstallation } from '../installation.ts';
import { bodyOf, createOracle, eventAt, METERS } from './events.ts';

/** How many different events are replayed; BENCH_USAGE_EVENTS says another number. */
const EVENTS = Number(process.env.BENCH_USAGE_EVENTS ?? 1_000_000);
const AGAIN_EVERY = 10;
const BATCH = 500;
const IN_FLIGHT = 8;
const KILLS = 3;
const SECONDS = 15;
const DAY_MS = 86_400_000;
const ANSWER_MS = 20_000;
const AIM_PER_SECOND = 10_000;

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

async function makeMeters({ context }: BenchInstallation, { tenantId }: BenchTenant): Promise<void> {
  const meter = { unit: 'units', description: 'Simulated.' };
  for (const { key, aggregation } of METERS) await putMeter(context, systemActor(tenantId), key, { ...meter, aggregation });
}

/** Does `work` for batch after batch with several on their way. */
async function inFlight(count: number, work: (batch: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < count) await work(next++);
    }),
  );
}

/** Events a second that the service stores in this process, and rows a second that a bare table with the same key takes. */
async function measureRates(installation: BenchInstallation): Promise<{ ours: number; bare: number }> {
  const tenant = await createBenchTenant(installation.context, 'bench-rates');
  await makeMeters(installation, tenant);
  const nowMs = Date.now();
  const rate = async (seed: number, work: (items: object[]) => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    let stored = 0;
    const isOver = () => performance.now() - startedAt > SECONDS * 1_000;
    await inFlight(Number.MAX_SAFE_INTEGER, async (batch) => {
      if (isOver()) return Promise.reject(new Stop());
      await work(Array.from({ length: BATCH }, (_, place) => bodyOf(eventAt(seed, batch * BATCH + place, nowMs))));
      stored += BATCH;
    }).catch((error: unknown) => {
      if (!(error instanceof Stop)) throw error;
    });
    return stored / ((performance.now() - startedAt) / 1_000);
  };
  const ours = await rate(1, async (items) => {
    const { accepted } = await acceptUsage(installation.context, systemActor(tenant.tenantId), items);
    if (accepted !== BATCH) throw new Error(`${accepted} of ${BATCH} events were accepted`);
  });
  const pool = new pg.Pool({ connectionString: installation.superuserUrl, max: IN_FLIGHT });
  await pool.query('create table bare_usage (source text, id text, meter text, at timestamptz, body jsonb, primary key (source, id))');
  const bare = await rate(2, (items) =>
    pool.query(
      `insert into bare_usage select e ->> 'source', e ->> 'id', e ->> 'type', (e ->> 'time')::timestamptz, e
       from jsonb_array_elements($1) as e on conflict do nothing`,
      [JSON.stringify(items)],
    ),
  );
  await pool.query('drop table bare_usage');
  await pool.end();
  return { ours, bare };
}

/** The end of a measured time. */
class Stop extends Error {}

interface Replay {
  sent: number;
  seconds: number;
  kills: number;
  attempts: number;
  differences: number;
  compared: number;
  /** Events that were accepted when everything was sent once more. */
  acceptedAgain: number;
}

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
async function replay(installation: BenchInstallation): Promise<Replay> {
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
        if (response.status < 500) throw new Stop(`a batch was answered with ${response.status}: ${JSON.stringify(answer).slice(0, 300)}`);
      } catch (error) {
        if (error instanceof Stop) throw error;
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
  await inFlight(batches, async (batch) => {
    if (killAt.includes(batch)) {
      kills += 1;
      killing = (async () => {
        await server.kill();
        server = await startServer(installation);
      })();
    }
    await post(itemsOf(batch));
  });
  await killing;
  const seconds = (performance.now() - startedAt) / 1_000;
  const before = accepted;
  await inFlight(Math.min(batches, 200), (batch) => post(itemsOf(batch)));
  await server.kill();
  const { differences, compared } = await compare(installation, tenant, oracle.figures());
  return { sent: places.length, seconds, kills, attempts, differences, compared, acceptedAgain: accepted - before };
}

/** How fast usage is counted, and whether a replay with repeats and kills comes out exact. Resolves with Markdown. */
export async function benchUsage(): Promise<string> {
  return withBenchInstallation(async (installation) => {
    const { ours, bare } = await measureRates(installation);
    const told = await replay(installation);
    const text = [
      ...table(
        ['batches of 500, 8 at once', 'events/s'],
        [
          ['checked, stored and summed (in process)', format(ours)],
          ['a bare table with the same key, nothing summed', format(bare)],
          ['ratio', `${format(ours / bare, 2)}×`],
        ],
      ),
      '',
      ...table(
        ['replay over HTTP (simulated events)', ''],
        [
          ['events sent, repeats among them', format(told.sent)],
          ['kills of the server (SIGKILL)', String(told.kills)],
          [
            'tries that failed while it was down, or were cut off',
            format(told.attempts - Math.ceil(told.sent / BATCH) - Math.min(200, Math.ceil(told.sent / BATCH))),
          ],
          ['events/s, restarts among them', format(told.sent / told.seconds)],
          ['sums by meter and hour that were compared', format(told.compared)],
          ['sums that differ', format(told.differences)],
          ['events accepted when 100,000 were sent once more', format(told.acceptedAgain)],
        ],
      ),
      '',
      ...aimTable([
        { what: 'events a second in batches', aim: format(AIM_PER_SECOND), reached: format(ours), isMet: ours >= AIM_PER_SECOND },
        { what: 'sums that differ after the replay', aim: '0', reached: format(told.differences), isMet: told.differences === 0 },
      ]),
    ];
    return text.join('\n');
  });
}
