import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createTenant } from '../crash/audit.ts';
import type { AuditTenant } from '../crash/batches.ts';
import { startClients } from '../crash/clients.ts';
import { attempt, type Ledger, openLedger } from '../crash/ledger.ts';
import { ask, fieldsOf, sendBatch, touchpointsOf } from './asking.ts';
import { auditLedger, type Drill, isWhole, openChecks, type Outcome, verdictText } from './drill.ts';
import { type Ground, openGround, until } from './ground.ts';

const SEED = Number(process.env.PROVE_SEED ?? 1);
const CUTS = 6;
const SILENT_MS = 4_000;
const CUT_OFF = 60;

/** Sends batches and cuts each connection at another point, in the midst of the body or before the answer; then sends each again. */
async function cutClients(url: string, tenant: AuditTenant, ledger: Ledger): Promise<number> {
  const port = Number(new URL(url).port);
  for (let number = 0; number < CUT_OFF; number += 1) {
    const batch = touchpointsOf({ seed: SEED, tenant, client: 700, number });
    attempt(ledger, batch.sent);
    const body = JSON.stringify({ touchpoints: batch.items });
    const head = ['POST /api/v1/touchpoints HTTP/1.1', 'host: a', `content-length: ${body.length}`];
    const fields = Object.entries(fieldsOf(tenant)).map(([name, value]) => `${name}: ${value}`);
    const text = `${[...head, ...fields].join('\r\n')}\r\n\r\n${body}`;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(number % 2 === 0 ? text : text.slice(0, Math.floor((text.length * number) / CUT_OFF)));
    await pause(number % 12);
    socket.destroy();
  }
  const answers = await Promise.all(
    Array.from({ length: CUT_OFF }, (_, number) => {
      return sendBatch(url, tenant, { batch: touchpointsOf({ seed: SEED, tenant, client: 700, number }), ledger });
    }),
  );
  return answers.filter(({ status }) => status !== 202).length;
}

/** Sessions of the server's that hold a transaction open and do nothing, twice in a row. */
async function leaked(ground: Ground): Promise<number> {
  const text = `select pid from pg_stat_activity
                where state like 'idle in transaction%' and now() - state_change > interval '3 seconds' and application_name = 'earshot'`;
  return (await ground.ask(text)).length;
}

async function isReady(url: string): Promise<boolean> {
  return (await ask(`${url}/ready`, { timeoutMs: 3_000 })).status === 200;
}

async function run(tell: (text: string) => void): Promise<Outcome> {
  const { faults, demand } = openChecks();
  const ground = await openGround();
  try {
    const tenant = await createTenant(ground, 'cut');
    const url = await ground.address();
    const ledger = openLedger();
    const clients = startClients({ address: ground.address, tenants: [tenant], ledger, seed: SEED, count: 6 });
    await clients.afterAcknowledged(20);
    tell('cutting the database off');
    for (let cut = 0; cut < CUTS; cut += 1) {
      ground.relay.mend();
      await clients.afterAcknowledged(15);
    }
    ground.relay.cut();
    await pause(SILENT_MS);
    const { status: alive } = await ask(`${url}/health`, { timeoutMs: 2_000 });
    ground.relay.mend();
    const isBack = await until(() => isReady(url), 10_000);
    await clients.afterAcknowledged(15);
    tell('cutting clients off');
    const refused = await cutClients(url, tenant, ledger);
    await clients.stop();
    await pause(3_500);
    const held = await leaked(ground);
    const verdict = await auditLedger(ground, ledger, [tenant]);
    demand(alive === 200, `/health was answered ${alive} while the database was cut off`);
    demand(isBack, '/ready did not come back within 10 s');
    demand(refused === 0, `${refused} batches were refused when they were sent again`);
    demand(held === 0, `${held} sessions hold a transaction and do nothing`);
    demand(verdict.storedBefore > 0, 'no cut hit between COMMIT and answer, so that the drill sees nothing');
    demand(isWhole(verdict), verdictText(verdict));
    const kept = `${verdict.storedBefore} had been stored when their answer was cut off`;
    return { seen: `${verdictText(verdict)}; ${kept}; ${held} transactions left open`, faults };
  } finally {
    await ground.remove();
  }
}

export const cuts: Drill = {
  name: 'connection cut',
  fault:
    `under load, all connections to the database ended ${CUTS} times, then silent for ${SILENT_MS / 1_000} s; ${CUT_OFF} clients cut ` +
    'off in the midst of a request',
  expected: 'sent again under the same ids nothing is lost or doubled, the server answers again by itself, and no transaction stays open',
  run,
};
