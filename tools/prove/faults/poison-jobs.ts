import { createTenant } from '../crash/audit.ts';
import type { AuditTenant } from '../crash/batches.ts';
import { ask, fieldsOf } from './asking.ts';
import { type Drill, openChecks, type Outcome } from './drill.ts';
import { type Ground, openGround, until } from './ground.ts';

const POISON = 'the-poison';
const OTHERS = 20;
const MATCHED_MS = 20_000;
/** What was set aside is tried again after a minute. */
const CURED_MS = 90_000;

async function send(url: string, tenant: AuditTenant, ids: readonly string[]): Promise<void> {
  const occurredAt = new Date(Date.now() - 3_600_000).toISOString();
  const conversions = ids.map((id) => ({ id, occurredAt, identity: { userId: id }, kind: 'purchase', valueMinor: 100, currency: 'USD' }));
  const answer = await ask(`${url}/api/v1/conversions`, {
    method: 'POST',
    headers: fieldsOf(tenant),
    body: JSON.stringify({ conversions }),
  });
  if (answer.status !== 202) throw new Error(`conversions were answered ${answer.status}: ${answer.body}`);
}

async function pathsOf(ground: Ground, { tenantId }: AuditTenant): Promise<number> {
  const [{ count }] = await ground.ask<{ count: number }>('select count(*)::integer as count from paths where tenant_id = $1', [tenantId]);
  return count;
}

/** Has the path of the poison fail in the database whenever it is written. */
const PLANT = [
  `create function fail_on_poison() returns trigger language plpgsql as
   $$ begin if new.conversion_id = '${POISON}' then raise exception 'poison'; end if; return new; end $$`,
  'create trigger fail_on_poison before insert or update on paths for each row execute function fail_on_poison()',
];
const CURE = ['drop trigger fail_on_poison on paths', 'drop function fail_on_poison()'];

async function run(tell: (text: string) => void): Promise<Outcome> {
  const { faults, demand } = openChecks();
  const ground = await openGround();
  try {
    const [poisoned, other] = [await createTenant(ground, 'poisoned'), await createTenant(ground, 'other')];
    const url = await ground.address();
    for (const statement of PLANT) await ground.ask(statement);
    const ids = Array.from({ length: OTHERS }, (_, place) => `order-${place}`);
    await send(url, poisoned, [...ids.slice(0, OTHERS / 2), POISON, ...ids.slice(OTHERS / 2)]);
    await send(url, other, ids);
    tell('a conversion fails');
    const from = performance.now();
    const areMatched = await until(
      async () => (await pathsOf(ground, poisoned)) === OTHERS && (await pathsOf(ground, other)) === OTHERS,
      MATCHED_MS,
    );
    const seconds = (performance.now() - from) / 1_000;
    await until(() => ground.log().includes('is set aside'), MATCHED_MS);
    const told = ground
      .log()
      .split('\n')
      .filter((line) => line.includes('is set aside')).length;
    const { body: metrics } = await ask(`${url}/metrics`);
    const counted = Number(/^earshot_conversions_set_aside_total (\d+)$/m.exec(metrics)?.[1] ?? 0);
    for (const statement of CURE) await ground.ask(statement);
    tell('what was wrong is mended');
    const mendedAt = performance.now();
    const isCured = await until(async () => (await pathsOf(ground, poisoned)) === OTHERS + 1, CURED_MS);
    const cureSeconds = (performance.now() - mendedAt) / 1_000;
    demand(areMatched, `after ${MATCHED_MS / 1_000} s others were not matched`);
    demand(told > 0 && counted > 0, `the log told of it ${told} times, /metrics of ${counted}`);
    demand(isCured, `${CURED_MS / 1_000} s after it was mended the conversion was not matched`);
    const seen =
      `${2 * OTHERS} others matched within ${seconds.toFixed(1)} s, /metrics told of it ${counted} times; ` +
      `matched ${cureSeconds.toFixed(0)} s after it was mended`;
    return { seen, faults };
  } finally {
    await ground.remove();
  }
}

export const poisonJobs: Drill = {
  name: 'poison job',
  fault: `the database refuses the path of one conversion each time, among ${OTHERS} others of its tenant`,
  expected:
    `the others, and another tenant's, are matched; it is set aside, told in log and /metrics, ` +
    `and matched within ${CURED_MS / 1_000} s once that is mended`,
  run,
};
