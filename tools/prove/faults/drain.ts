import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createTenant } from '../crash/audit.ts';
import { startClients } from '../crash/clients.ts';
import { attempt, openLedger } from '../crash/ledger.ts';
import { ask, sendBatch, touchpointsOf } from './asking.ts';
import { auditLedger, type Drill, isWhole, openChecks, type Outcome, verdictText } from './drill.ts';
import { holdTable, openGround } from './ground.ts';

const HELD_MS = 3_000;
const WITHIN_SECONDS = 15;
const UNDER_WAY = 12;
const SEED = Number(process.env.PROVE_SEED ?? 1);

/** Connections that keep a server from closing: one says nothing, as those that browsers open beforehand, one sends a byte a second. */
function openIdlers(url: string, apiKey: string) {
  const [silent, slow] = [0, 1].map(() =>
    connect(Number(new URL(url).port), '127.0.0.1')
      .on('error', () => undefined)
      .resume(),
  );
  slow.write(`POST /api/v1/touchpoints HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${apiKey}\r\ncontent-length: 999\r\n\r\n`);
  const timer = setInterval(() => slow.write(' '), 1_000);
  return Promise.all([once(silent, 'close'), once(slow, 'close').finally(() => clearInterval(timer))]);
}

async function run(tell: (text: string) => void): Promise<Outcome> {
  const { faults, demand } = openChecks();
  const ground = await openGround();
  const agent = new Agent({ keepAlive: true });
  try {
    const tenant = await createTenant(ground, 'drained');
    const ledger = openLedger();
    const clients = startClients({ address: ground.address, tenants: [tenant], ledger, seed: SEED, count: 4 });
    await clients.afterAcknowledged(40);
    const url = await ground.address();
    const idlers = openIdlers(url, tenant.apiKey);
    await holdTable(ground, 'touchpoint_keys', HELD_MS);
    const underWay = Array.from({ length: UNDER_WAY }, (_, number) => {
      const batch = touchpointsOf({ seed: SEED, tenant, client: 900, number });
      attempt(ledger, batch.sent);
      return sendBatch(url, tenant, { batch, ledger, agent });
    });
    await pause(HELD_MS / 6);
    tell('SIGTERM');
    const ending = ground.end('SIGTERM');
    await pause(300);
    const late = await ask(`${url}/health`, { timeoutMs: 2_000 });
    const answers = await Promise.all(underWay);
    const { code, seconds } = await ending;
    await idlers;
    await ground.start();
    await clients.afterAcknowledged(40);
    await clients.stop();
    const verdict = await auditLedger(ground, ledger, [tenant]);
    const taken = answers.filter(({ status }) => status === 202);
    demand(taken.length === UNDER_WAY, `of ${UNDER_WAY} requests under way ${taken.length} were answered 202`);
    demand(late.status === 0 || late.headers.connection === 'close', `a new request was answered ${late.status}, to go on with`);
    demand(code === 0, `it ended with ${code}`);
    demand(seconds < WITHIN_SECONDS, `it took ${seconds.toFixed(1)} s`);
    demand(isWhole(verdict), verdictText(verdict));
    const refused = late.status === 0 ? 'a new connection refused' : `a new request answered ${late.status}, connection: close`;
    const seen = `${taken.length} of ${UNDER_WAY} answered 202, ${refused}, ended with ${code} after ${seconds.toFixed(1)} s; `;
    return { seen: seen + verdictText(verdict), faults };
  } finally {
    agent.destroy();
    await ground.remove();
  }
}

export const drain: Drill = {
  name: 'drain',
  fault:
    `SIGTERM under load, while a lock of ${HELD_MS / 1_000} s keeps ${UNDER_WAY} requests under way, one connection says nothing and ` +
    'one a byte a second',
  expected: `what is under way is answered, new connections are refused, it ends with 0 within ${WITHIN_SECONDS} s, and nothing is lost`,
  run,
};
