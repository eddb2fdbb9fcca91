import { setTimeout as pause } from 'node:timers/promises';
import { createTenant } from '../crash/audit.ts';
import type { AuditTenant } from '../crash/batches.ts';
import { attempt, type Ledger, openLedger } from '../crash/ledger.ts';
import { type Answer, ask, sendBatch, statusText, touchpointsOf } from './asking.ts';
import { auditLedger, type Drill, isWhole, openChecks, type Outcome, verdictText } from './drill.ts';
import { type Ground, openGround, until } from './ground.ts';
import { openSmallDisk } from './small-disk.ts';

const SEED = Number(process.env.PROVE_SEED ?? 1);
const FULL_MS = 8_000;
const LEFT_BYTES = 4 * 1024 * 1024;
const SETTINGS = { max_wal_size: '48MB', min_wal_size: '32MB', shared_buffers: '32MB', wal_recycle: 'off' };

/** Sends batch after batch; every other one is sent again once there is room. */
function sender(url: string, tenant: AuditTenant, ledger: Ledger) {
  let number = 0;
  return async (ms: number, isDone: (answer: Answer) => boolean = () => false): Promise<Answer[]> => {
    const answers: Answer[] = [];
    const from = performance.now();
    while (performance.now() - from < ms) {
      const batch = touchpointsOf({ seed: SEED, tenant, client: 1, number }, 500);
      attempt(ledger, batch.sent);
      const answer = await sendBatch(url, tenant, { batch, ledger });
      answers.push(answer);
      // A batch is sent until it is acknowledged, under the same ids.
      if (answer.status === 202) number += 1;
      else await pause(50);
      if (isDone(answer)) break;
    }
    return answers;
  };
}

interface Seen {
  full: Answer[];
  back: Answer[];
  restarts: number;
  readyMs: number;
}

async function fillAndFree(ground: Ground, disk: ReturnType<typeof openSmallDisk>, send: ReturnType<typeof sender>): Promise<Seen> {
  disk.fill(LEFT_BYTES);
  const until503 = await send(30_000, ({ status }) => status !== 202);
  disk.fill();
  const full = [...until503, ...(await send(FULL_MS))];
  disk.free();
  const from = performance.now();
  let restarts = 0;
  await until(async () => {
    if (!(await ground.databaseRuns()) && (await ground.keepDatabase())) restarts += 1;
    return (await ask(`${await ground.address()}/ready`, { timeoutMs: 2_000 })).status === 200;
  }, 30_000);
  const readyMs = performance.now() - from;
  const back = await send(30_000, ({ status }) => status === 202);
  back.push(...(await send(2_000)));
  return { full, back, restarts, readyMs };
}

async function run(tell: (text: string) => void): Promise<Outcome> {
  const { faults, demand } = openChecks();
  const disk = openSmallDisk(320);
  let ground: Ground | undefined;
  try {
    ground = await openGround({ databaseFolder: disk.folder, databaseSettings: SETTINGS });
    const tenant = await createTenant(ground, 'filled');
    const ledger = openLedger();
    const send = sender(await ground.address(), tenant, ledger);
    await send(2_000);
    tell('filling the disk');
    const { full, back, restarts, readyMs } = await fillAndFree(ground, disk, send);
    const refused = full.filter(({ status }) => status !== 202);
    const silent = refused.filter(({ status, headers }) => status !== 503 || headers['retry-after'] === undefined);
    const named = refused.filter(({ body }) => body.includes('disk'));
    const verdict = await auditLedger(ground, ledger, [tenant]);
    demand(refused.length > 0, 'nothing was refused, so that the disk was not full');
    demand(silent.length === 0, `refused otherwise: ${statusText(silent)} ${silent[0]?.body ?? ''}`);
    demand(named.length > 0 || restarts > 0, 'no refusal tells of the disk');
    demand(back.at(-1)?.status === 202, `with room again: ${statusText(back)}`);
    demand(isWhole(verdict), verdictText(verdict));
    const ended = restarts > 0 ? `PostgreSQL ended and was started again ${restarts} times` : 'PostgreSQL went on';
    const seen =
      `while it was full ${statusText(full)}, ${named.length} of these name the disk; ${ended}; ` +
      `ready ${(readyMs / 1_000).toFixed(1)} s after there was room; ${verdictText(verdict)}`;
    return { seen, faults };
  } finally {
    await ground?.remove();
    disk.remove();
  }
}

export const databaseDisk: Drill = {
  name: 'disk of the database full',
  fault: `the disk that PostgreSQL writes to is full for ${FULL_MS / 1_000} s while batches come`,
  expected: 'batches are refused by 503 with Retry-After; with room again they are taken, and what was acknowledged is there',
  run,
};
