import { streamBytes } from '../../platform/copy-stream.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { IS_HEARD } from '../evidence/store.ts';

/** What exposures are told apart by. */
export type ObservedUnit = 'campaign' | 'channel' | 'show' | 'placement';

const STRONG = 'coalesce(t.user_key, t.email_key, t.device_key)';
/** Spans of time in which devices are counted, as matching counts them in the 30 days before a conversion. */
const SPAN_SECONDS = 30 * 86_400;
const span = (table: string) => `(extract(epoch from ${table}.occurred_at) / ${SPAN_SECONDS})::bigint`;

/** The first 32 bits of a key's text as a number of four bytes. */
function numberOf(text: string): string {
  return `int4send(('x' || left(${text}, 8))::bit(32)::integer)`;
}

const NOBODY = `'\\x00000000'::bytea`;
const numberOrNobody = (key: string) => `case when ${key} is null then ${NOBODY} else ${numberOf(`${key}::text`)} end`;
/** Each click has an id of its own: it names its person only where nothing else does. */
const BY_CLICK = numberOrNobody('t.click_key');
const IS_HOME = `t.address_key is not null and t.connection_type in ('household', 'unknown') and crowded.address_key is null`;
const IS_DEVICE = `t.connection_type in ('mobile', 'business') and t.address_key is not null and t.agent_key is not null`;

/** Three numbers of four bytes: an exposure's own name, its home, and what it goes by elsewhere. */
const NAMES = `${numberOrNobody(STRONG)}
       || case when ${IS_HOME} then ${numberOf('t.address_key::text')} else ${NOBODY} end
       || case when ${IS_DEVICE} then ${numberOf('md5(t.address_key::text || t.agent_key::text)')} else ${BY_CLICK} end`;

const EXPOSURE_KINDS = `('download', 'impression', 'click')`;

/**
 * The newest exposure that was received after an instant. It is asked for by its order: where rows of that order are many, a scan that may
 * stop at any one of them seems cheap, and reads all the older ones first, which lie before them.
 */
export const NEWEST_EXPOSURE_SINCE = `select 1 from touchpoints
           where tenant_id = $1 and kind in ${EXPOSURE_KINDS} and ${IS_HEARD} and received_at > $2
           order by received_at desc limit 1`;

/** Whether an exposure of somebody who heard it was received after an instant. */
export async function hasExposuresSince(tx: TenantTx, at: string): Promise<boolean> {
  return (await tx.query({ text: NEWEST_EXPOSURE_SINCE, values: [tx.tenantId, at] })).length > 0;
}

/** Whether anybody's events are to be left out; to look for them in each row costs much where there are none. */
async function hasRestrictions(tx: TenantTx): Promise<boolean> {
  const rows = await tx.query({ text: 'select 1 from restricted_identities where tenant_id = $1 limit 1', values: [tx.tenantId] });
  return rows.length > 0;
}

function notRestricted(tenantId: string): string {
  const fields = ['user', 'email', 'device', 'click'].map((name) => `(r.field = '${name}' and r.identity_key = t.${name}_key)`);
  const address = `(r.field = 'address_agent' and r.identity_key = t.address_key and r.agent_key = t.agent_key)`;
  return ` and not exists (
       select from restricted_identities r where r.tenant_id = '${tenantId}' and (${[...fields, address].join(' or ')})
     )`;
}

/**
 * Hands every exposure to `onBytes`: twelve bytes for its names, eight for its time in milliseconds, eight of a hash of its id, then its
 * unit, empty for none. Exposures of people whose events are restricted, or who did not hear the ad, are left out, and with more than
 * `mostDevices` user agents in a span of 30 days an address is nobody's in that span.
 */
export async function streamExposures(
  tx: TenantTx,
  unit: ObservedUnit,
  mostDevices: number,
  onBytes: (bytes: Uint8Array) => void,
): Promise<void> {
  const others = (await hasRestrictions(tx)) ? notRestricted(tx.tenantId) : '';
  const exposures = `t.tenant_id = '${tx.tenantId}' and t.kind in ${EXPOSURE_KINDS} and t.${IS_HEARD}`;
  await streamBytes(
    tx,
    `select ${NAMES} || int8send((extract(epoch from t.occurred_at) * 1000)::bigint) || int8send(hashtextextended(t.id, 0))
       || convert_to(coalesce(t.${unit}, ''), 'UTF8')
     from touchpoints t
     left join (
       select a.address_key, ${span('a')} as span from touchpoints a
       where a.tenant_id = '${tx.tenantId}' and a.address_key is not null
       group by 1, 2 having count(distinct a.agent_key) > ${Math.floor(mostDevices)}
     ) as crowded on crowded.address_key = t.address_key and crowded.span = ${span('t')}
     where ${exposures}${others}`,
    onBytes,
  );
}
