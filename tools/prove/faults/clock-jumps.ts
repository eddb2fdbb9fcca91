import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTenant } from '../crash/audit.ts';
import { startClients } from '../crash/clients.ts';
import { openLedger } from '../crash/ledger.ts';
import { ask, fieldsOf } from './asking.ts';
import { auditLedger, type Drill, isWhole, openChecks, type Outcome, verdictText } from './drill.ts';
import { type Ground, openGround, until } from './ground.ts';

const SEED = Number(process.env.PROVE_SEED ?? 1);
const LIBRARIES = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`);
const JUMPS = ['+3600s', '-3600s', '+0s'];
const MATCHED_MS = 30_000;

/** What the server believes it is later by than this machine, in seconds, by the Date of its answers. */
async function leadOf(url: string): Promise<number> {
  const { headers } = await ask(`${url}/health`);
  return Math.round((Date.parse(headers.date ?? '') - Date.now()) / 1_000);
}

/** Whether nothing waits to be matched. */
async function isMatched(ground: Ground): Promise<boolean> {
  const [{ waiting }] = await ground.ask<{ waiting: number }>(
    `select ((select count(*) from dirty_conversions) + (select count(*) from new_touchpoints))::integer as waiting`,
  );
  return waiting === 0;
}

async function run(tell: (text: string) => void): Promise<Outcome> {
  const { faults, demand } = openChecks();
  const library = LIBRARIES.find((path) => existsSync(path));
  if (library === undefined) throw new Error('libfaketime is not installed (apt install faketime).');
  const folder = mkdtempSync(join(tmpdir(), 'earshot-faults-clock-'));
  const file = join(folder, 'time');
  writeFileSync(file, '+0s');
  const faking = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  const ground = await openGround({ settings: faking });
  try {
    const tenant = await createTenant(ground, 'jumped');
    const url = await ground.address();
    const ledger = openLedger();
    const clients = startClients({ address: ground.address, tenants: [tenant], ledger, seed: SEED, count: 4 });
    await clients.afterAcknowledged(20);
    const leads: number[] = [];
    for (const jump of JUMPS) {
      tell(`the clock jumps to ${jump}`);
      writeFileSync(file, jump);
      await pause(1_500);
      leads.push(await leadOf(url));
      await clients.afterAcknowledged(20);
    }
    await clients.stop();
    const isDone = await until(() => isMatched(ground), MATCHED_MS);
    writeFileSync(file, '-3600s');
    await pause(1_500);
    const now = new Date().toISOString();
    const event = { id: 'of-an-hour-ahead', occurredAt: now, identity: { userId: 'a' }, kind: 'impression', campaign: 'c' };
    const body = JSON.stringify({ touchpoints: [event] });
    const ahead = await ask(`${url}/api/v1/touchpoints`, { method: 'POST', headers: fieldsOf(tenant), body });
    writeFileSync(file, '+0s');
    await pause(1_500);
    const again = await ask(`${url}/api/v1/touchpoints`, { method: 'POST', headers: fieldsOf(tenant), body });
    const verdict = await auditLedger(ground, ledger, [tenant]);
    const paths = await ground.ask('select conversion_id from paths group by conversion_id having count(*) > 1');
    const others = verdict.unexpected - (again.status === 202 ? 1 : 0);
    const hasJumped = Math.abs(leads[0] - 3_600) < 30 && Math.abs(leads[1] + 3_600) < 30;
    demand(hasJumped, `the clock went to ${leads.join(', ')} s, so that nothing jumped`);
    demand(isDone, `not all was matched within ${MATCHED_MS / 1_000} s`);
    demand(ahead.body.includes('"accepted":1'), `an event of an hour ahead was answered ${ahead.status} ${ahead.body}`);
    demand(again.body.includes('"duplicates":1'), `with the clock right it was answered ${again.status} ${again.body}`);
    demand(paths.length === 0, `${paths.length} conversions have two paths`);
    demand(isWhole({ ...verdict, unexpected: others }), verdictText(verdict));
    const seen =
      `the server's clock led by ${leads.join(', ')} s; all batches taken, all matched, once; an event of now was taken by a server an ` +
      `hour behind, and was a duplicate once its clock was right; ${verdictText({ ...verdict, unexpected: others })}`;
    return { seen, faults };
  } finally {
    await ground.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const clockJumps: Drill = {
  name: 'clock jump',
  fault: "under load the clock of the server's machine, and not the database's, jumps an hour ahead, an hour back, and to the right time",
  expected: 'batches are taken throughout, nothing is lost, doubled or matched twice; what seems an hour ahead is taken, and known again',
  run,
};
