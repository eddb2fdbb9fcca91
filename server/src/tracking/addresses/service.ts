import { setImmediate as nextTurn } from 'node:timers/promises';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inTenant, type IntakeTx, type TenantTx } from '../../platform/tenant-door.ts';
import { sealForTenant, unsealForTenant } from '../../platform/vault.ts';
import { listTenantIds } from '../../tenants/service.ts';
import { addressDaysOf } from '../../tenants/standing/service.ts';
import { derivedFacts } from '../intake/derived.ts';
import { CONNECTION_TYPES, type EventRow } from '../intake/rules.ts';
import type { Lists } from '../lists/rules.ts';
import { loadLists } from '../lists/service.ts';
import {
  type AddressPage,
  deleteOldPages,
  type EventTable,
  findCarriedKeys,
  findNetworks,
  findPages,
  findState,
  insertPages,
  moveConversions,
  type MovedNetwork,
  moveTouchpoints,
  type StoredNetwork,
  takePages,
  upsertState,
} from './store.ts';

const DAY_MS = 86_400_000;
const COMPARE_EVERY_MS = 20_000;
const DROP_EVERY_MS = 3_600_000;
const MOST_REMEMBERED = 200_000;
/** How many networks are looked up before others get a turn. */
const LOOKED_UP_IN_A_TURN = 500;

/** The addresses of one day that are stored already, by tenant, so that few are stored twice. */
interface Remembered {
  day: string;
  byTenant: Map<string, Set<string>>;
  size: number;
}

const rememberedByContext = new WeakMap<Context, Remembered>();

function rememberedOn(context: Context, day: string): Remembered {
  let remembered = rememberedByContext.get(context);
  if (remembered?.day !== day || remembered.size >= MOST_REMEMBERED)
    rememberedByContext.set(context, (remembered = { day, byTenant: new Map(), size: 0 }));
  return remembered;
}

function placeOf(day: string): string {
  return `event_addresses|${day}|sealed`;
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Seals addresses of one tenant and day together. */
async function pageOf(context: Context, tenantId: string, day: string, addresses: ReadonlyMap<string, string>): Promise<AddressPage> {
  const plain = Buffer.from(JSON.stringify([...addresses.values()]));
  return { tenantId, day, keys: [...addresses.keys()], sealed: await sealForTenant(context, { tenantId }, placeOf(day), plain) };
}

/**
 * Keeps the addresses of events for as many days as their tenants have settled, sealed, so that lists of ranges that change can be asked
 * about them anew: one row for all of a tenant in one transaction.
 */
export async function keepAddressesIn(context: Context, tx: IntakeTx, rows: readonly EventRow[]): Promise<void> {
  const day = dayOf(context.clock());
  const remembered = rememberedOn(context, day);
  const byTenant = new Map<string, Map<string, string>>();
  for (const { tenantId, addressKey, address } of rows) {
    if (address === undefined || addressKey === undefined || remembered.byTenant.get(tenantId)?.has(addressKey) === true) continue;
    const addresses = byTenant.get(tenantId);
    if (addresses) addresses.set(addressKey, address);
    else byTenant.set(tenantId, new Map([[addressKey, address]]));
  }
  if (byTenant.size === 0) return;
  const pages: AddressPage[] = [];
  for (const [tenantId, addresses] of byTenant) pages.push(await pageOf(context, tenantId, day, addresses));
  await insertPages(tx, pages);
}

/** Remembers that the addresses of these events, which were committed, are kept, so that they are not kept twice on one day. */
export function rememberAddressesIn(context: Context, rows: readonly EventRow[]): void {
  const day = dayOf(context.clock());
  const remembered = rememberedOn(context, day);
  for (const { tenantId, addressKey, address } of rows) {
    if (address === undefined || addressKey === undefined) continue;
    let keys = remembered.byTenant.get(tenantId);
    if (!keys) remembered.byTenant.set(tenantId, (keys = new Set()));
    if (keys.has(addressKey)) continue;
    keys.add(addressKey);
    remembered.size += 1;
  }
}

/** The addresses of a page by their hashes; empty when it was sealed otherwise. */
async function openPage(context: Context, tx: TenantTx, { day, keys, sealed }: AddressPage): Promise<Map<string, string>> {
  const plain = await unsealForTenant(context, tx, placeOf(day), sealed);
  const addresses = plain === undefined ? [] : (JSON.parse(plain.toString()) as string[]);
  return new Map(keys.flatMap((key, place): [string, string][] => (addresses[place] === undefined ? [] : [[key, addresses[place]]])));
}

/** Forgets kept addresses that no event carries any more, as after the erasure of a person. */
export async function forgetLoneAddressesIn(context: Context, tx: TenantTx): Promise<void> {
  const keys = [...new Set((await findPages(tx)).flatMap((page) => page.keys))];
  if (keys.length === 0) return;
  const carried = new Set(await findCarriedKeys(tx, keys));
  const lone = new Set(keys.filter((key) => !carried.has(key)));
  if (lone.size === 0) return;
  for (const page of await takePages(tx, [...lone])) {
    const kept = new Map([...(await openPage(context, tx, page))].filter(([key]) => !lone.has(key)));
    if (kept.size > 0) await insertPages(tx, [await pageOf(context, tx.tenantId, page.day, kept)]);
  }
}

function movedFrom(stored: StoredNetwork, address: string, lists: Lists): MovedNetwork | undefined {
  const stated = CONNECTION_TYPES.find((type) => type === stored.stated) ?? 'unknown';
  const facts = derivedFacts({ ip: address.replace(/\/64$/, '') }, stated, Date.parse(stored.fromAt), lists);
  const { connectionType, country = null, region = null, asn = null, listVersion = 0 } = facts;
  const isSame = connectionType === stored.connectionType && country === stored.country && region === stored.region && asn === stored.asn;
  return isSame ? undefined : { ...stored, connectionType, country, region, asn, listVersion };
}

const MOVE = { touchpoints: moveTouchpoints, conversions: moveConversions } as const;

async function moveIn(context: Context, tx: TenantTx, table: EventTable, addresses: ReadonlyMap<string, string>): Promise<number> {
  const { changes } = await loadLists(context, 'system');
  const networks = await findNetworks(tx, table, [...addresses.keys()], changes);
  const lists = await loadLists(
    context,
    'system',
    networks.map(({ fromAt }) => Date.parse(fromAt)),
  );
  const moved: MovedNetwork[] = [];
  for (const [place, stored] of networks.entries()) {
    if (place % LOOKED_UP_IN_A_TURN === LOOKED_UP_IN_A_TURN - 1) await nextTurn();
    const network = movedFrom(stored, addresses.get(stored.addressKey) ?? '', lists);
    if (network) moved.push(network);
  }
  return moved.length === 0 ? 0 : MOVE[table](tx, moved);
}

async function restateIn(context: Context, tx: TenantTx, lists: Lists): Promise<void> {
  const state = await findState(tx);
  if (state === lists.state) return;
  await upsertState(tx, lists.state);
  const addresses = new Map<string, string>();
  for (const page of await findPages(tx)) {
    for (const [key, address] of await openPage(context, tx, page)) addresses.set(key, address);
    await nextTurn();
  }
  if (addresses.size === 0) return;
  const touchpoints = await moveIn(context, tx, 'touchpoints', addresses);
  const conversions = await moveIn(context, tx, 'conversions', addresses);
  if (touchpoints + conversions === 0) return;
  await recordAuditIn(tx, { actor: 'system', action: 'networks.restate', target: 'lists', after: { touchpoints, conversions } });
}

/**
 * Looks a tenant's kept addresses up anew where lists changed since the last time. Events whose network is another one now say so, and
 * the conversions they concern are matched anew. Events from before the kept days stay as they are.
 */
export async function restateNetworks(context: Context, _actor: 'system', tenantId: string): Promise<void> {
  const lists = await loadLists(context, 'system');
  await inTenant(context.db, tenantId, (tx) => restateIn(context, tx, lists), { patient: true });
}

/** Deletes what is kept of events' addresses for longer than so many days as their tenants say, today's included; with 0 today's too. */
export async function dropOldEventAddresses(context: Context, actor: 'system'): Promise<void> {
  const drop = async (tenantId: string) => {
    const before = dayOf(context.clock() - ((await addressDaysOf(context, actor, tenantId)) - 1) * DAY_MS);
    await inTenant(context.db, tenantId, (tx) => deleteOldPages(tx, before), { patient: true });
  };
  const failure = 'old addresses of events could not be deleted; it is tried again in an hour';
  await forEachTenant(await listTenantIds(context, actor), drop, { task: 'address-upkeep', failure, log: context.log });
}

/** Restates networks within 20 seconds after lists changed, and deletes addresses whose days are over every hour, until `close`. */
export function startAddressUpkeep(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  let restated: string | undefined;
  const compare = async () => {
    const { state } = await loadLists(context, 'system');
    if (state === restated) return;
    const failure = 'events could not be restated after lists changed; it is tried again shortly';
    const done = new Set<string>();
    const restate = async (tenantId: string) => {
      await restateNetworks(context, actor, tenantId);
      done.add(tenantId);
    };
    const tenantIds = await listTenantIds(context, actor);
    await forEachTenant(tenantIds, restate, { task: 'list-changes', failure, log });
    if (done.size === tenantIds.length) restated = state;
  };
  const comparing = startRounds(compare, {
    everyMs: COMPARE_EVERY_MS,
    failure: 'lists could not be compared; it is tried again shortly',
    log,
  });
  const failure = 'old addresses of events could not be deleted; it is tried again in an hour';
  const dropping = startRounds(() => dropOldEventAddresses(context, actor), { everyMs: DROP_EVERY_MS, failure, log });
  return {
    close: async () => {
      await comparing.close();
      await dropping.close();
    },
  };
}
