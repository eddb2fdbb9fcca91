import { createTenant } from '../crash/audit.ts';
import type { AuditTenant } from '../crash/batches.ts';
import { type Answer, ask, fieldsOf, statusText } from './asking.ts';
import { type Drill, openChecks, type Outcome } from './drill.ts';
import { type Ground, openGround, until } from './ground.ts';
import { openSmallDisk } from './small-disk.ts';

const CLICKS = 50;
const AGENT = 'Mozilla/5.0 (Macintosh) AppleWebKit/605 Safari/605';

async function put(url: string, tenant: AuditTenant, [path, body]: readonly [string, object]): Promise<string> {
  const answer = await ask(`${url}/api/v1${path}`, { method: 'PUT', headers: fieldsOf(tenant), body: JSON.stringify(body) });
  const { publicId } = JSON.parse(answer.body) as { publicId?: string };
  if (publicId === undefined) throw new Error(`${path} was answered ${answer.status}: ${answer.body}`);
  return publicId;
}

/** Clicks of as many listeners, and beacons of a site, in the spool of whose data folder there may be no room. */
function send(url: string, ids: { link: string; tag: string }, round: number): Promise<{ clicks: Answer[]; beacons: Answer[] }> {
  const from = (place: number) => ({ 'user-agent': AGENT, 'x-forwarded-for': `198.18.${round}.${place + 1}` });
  const places = Array.from({ length: CLICKS }, (_, place) => place);
  const clicks = Promise.all(places.map((place) => ask(`${url}/l/${ids.link}`, { headers: from(place) })));
  const body = JSON.stringify({ kind: 'visit', page: 'https://shop.example/' });
  const beacons = Promise.all(places.map((place) => ask(`${url}/c?p=${ids.tag}`, { method: 'POST', headers: from(place), body })));
  return Promise.all([clicks, beacons]).then(([some, others]) => ({ clicks: some, beacons: others }));
}

async function stored(ground: Ground): Promise<number> {
  const [{ count }] = await ground.ask<{ count: number }>(`select count(*)::integer as count from touchpoints where kind = 'click'`);
  return count;
}

async function metric(url: string, name: string, what: string): Promise<number> {
  const { body } = await ask(`${url}/metrics`);
  return Number(new RegExp(`^${name}\\{what="${what}"\\} (\\d+)$`, 'm').exec(body)?.[1] ?? Number.NaN);
}

async function run(tell: (text: string) => void): Promise<Outcome> {
  const { faults, demand } = openChecks();
  const disk = openSmallDisk(16);
  let ground: Ground | undefined;
  try {
    ground = await openGround({ dataDir: disk.folder, settings: { EARSHOT_TRUSTED_PROXIES: '127.0.0.1/32' } });
    const on = ground;
    const tenant = await createTenant(ground, 'spooled');
    const url = await ground.address();
    const link = await put(url, tenant, ['/links/a-link', { campaign: 'c', destination: 'https://shop.example/' }]);
    const tag = await put(url, tenant, ['/tracking/tags/a-tag', { name: 'A tag', sites: ['https://shop.example'] }]);
    await until(async () => (await metric(url, 'earshot_edge_snapshot', 'ids')) === 2, 20_000);
    const before = await send(url, { link, tag }, 1);
    await until(async () => (await stored(on)) === CLICKS, 20_000);
    disk.fill();
    tell('the disk is full');
    const full = await send(url, { link, tag }, 2);
    const lost = await metric(url, 'earshot_spool', 'lost');
    disk.free();
    const after = await send(url, { link, tag }, 3);
    await until(async () => (await stored(on)) >= 2 * CLICKS, 20_000);
    const counted = await stored(ground);
    const redirects = [before, full, after].flatMap(({ clicks }) => clicks).filter(({ status }) => status === 302).length;
    const silent = full.beacons.filter(({ status, headers }) => status !== 503 || headers['retry-after'] === undefined);
    const kept = [...before.beacons, ...after.beacons].filter(({ status }) => status === 204).length;
    demand(redirects === 3 * CLICKS, `${3 * CLICKS - redirects} clicks were not redirected`);
    demand(silent.length === 0, `beacons that could not be kept: ${statusText(silent)}`);
    demand(full.beacons[0].body.includes('disk'), `a beacon that could not be kept was told: ${full.beacons[0].body}`);
    demand(kept === 2 * CLICKS, `with room, beacons: ${statusText([...before.beacons, ...after.beacons])}`);
    // The last page of a file may have had room for one more.
    demand(lost > CLICKS, `${lost} are told as lost, so that the disk was not full`);
    demand(counted + lost === 4 * CLICKS, `${counted} clicks were counted and ${lost} requests told as lost, of ${4 * CLICKS}`);
    const seen =
      `${redirects} of ${3 * CLICKS} clicks redirected; while it was full beacons ${statusText(full.beacons)}, and ${lost} requests ` +
      `told as lost in /metrics; ${counted} clicks counted, which is all others`;
    return { seen, faults };
  } finally {
    await ground?.remove();
    disk.remove();
  }
}

export const spoolDisk: Drill = {
  name: 'disk of the spool full',
  fault: `no byte is left in the data folder while ${CLICKS} clicks and ${CLICKS} beacons come`,
  expected:
    'listeners are redirected all the same; beacons are refused by 503 with Retry-After; /metrics tells how many were not kept; with ' +
    'room again everything is counted without a restart',
  run,
};
