import { type BenchInstallation, type BenchTenant, createBenchTenant, withServer } from '../installation.ts';

const METER = 'bench_minutes';
const ROUNDS = 5;
const PERCENT = 50;
const LOOK_EVERY_MS = 200;
const MOST_MS = 180_000;

async function call(url: string, { apiKey }: BenchTenant, [method, path, body]: [method: string, path: string, body?: object]) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

/** The seconds from sending an event that passes a budget's threshold until the alert can be read. @throws Error after three minutes. */
async function measureAlert(url: string, tenant: BenchTenant, round: number): Promise<number> {
  const sentAt = performance.now();
  const event = { id: `e-${round}`, source: 'bench', type: METER, time: new Date().toISOString(), data: { value: '60' } };
  await call(url, tenant, ['POST', '/cost/usage', { events: [event] }]);
  while (performance.now() - sentAt < MOST_MS) {
    const { items } = (await call(url, tenant, ['GET', '/cost/alerts'])) as { items: { kind: string; threshold: string }[] };
    if (items.some(({ kind, threshold }) => kind === 'actual' && threshold === String(PERCENT)))
      return (performance.now() - sentAt) / 1_000;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error('an event passed a threshold, and no alert followed');
}

/** Seconds from event to alert, one tenant with a budget after the other, each at another moment of the server's rounds. */
export async function measureAlerts(installation: BenchInstallation): Promise<number[]> {
  return withServer(installation, async ({ url }) => {
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const tenant = await createBenchTenant(installation.context, `bench-alerts-${round}`);
      await call(url, tenant, ['PUT', `/cost/meters/${METER}`, { unit: 'minutes', aggregation: 'sum', description: 'Simulated.' }]);
      await call(url, tenant, ['PUT', `/cost/prices/${METER}`, { currency: 'USD', tiers: [{ upTo: null, price: '1' }] }]);
      const thresholds = { actual: [PERCENT], forecast: [], anomaly: false };
      const budget = { name: 'Simulated', period: 'monthly', currency: 'USD', amount: '100.00', thresholds };
      await call(url, tenant, ['PUT', '/cost/budgets/bench', budget]);
      await new Promise((resolve) => setTimeout(resolve, 2_300 * round));
      seconds.push(await measureAlert(url, tenant, round));
      process.stderr.write(`earshot: alerts: ${round + 1} of ${ROUNDS}, ${seconds[round].toFixed(1)} s\n`);
    }
    return seconds;
  });
}
