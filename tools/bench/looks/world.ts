import type pg from 'pg';
import { CONVERSION_KINDS, EVIDENCE_CLASSES, TOUCHPOINT_KINDS } from '../../../server/src/attribution/paths/codes.ts';
import { CUSTOMER_UNKNOWN, packPath } from '../../../server/src/attribution/paths/packed.ts';
import type { Context } from '../../../server/src/platform/context.ts';

const DAY_MS = 86_400_000;
/** A campaign begins every so many days, and flies for so many: eleven or so at a time. */
const CAMPAIGN_EVERY = 4;
const FLIGHT_DAYS = 44;
const SHOWS_PER_CAMPAIGN = 3;
const SHOWS = 80;
/** So many touchpoints come to one conversion, and so many are in its path. */
const PER_CONVERSION = 40;
const TOUCHES = 3;
const PATHS_AT_ONCE = 5_000;
const DAYS_AT_ONCE = 30;

/** A tenant whose year is filled straight into the tables, as intake and matching would have left it. All of it is simulated. */
export interface LookWorld {
  context: Context;
  superuser: pg.Client;
  tenantId: string;
  /** Midnight UTC at which its year begins. */
  startsAtMs: number;
  days: number;
}

/** Events from one day of the year to another, the last one excluded: as they came day by day, or all of them today. */
interface Filling {
  name: string;
  fromDay: number;
  beforeDay: number;
  perDay: number;
  /** Whether all of it came today, and not day by day. */
  isNew?: boolean;
  /** Whether conversions came of it. */
  isMatched?: boolean;
}

const campaignKey = (number: number) => `campaign-${number}`;
const showOf = (campaign: number, place: number) => `show-${(campaign * SHOWS_PER_CAMPAIGN + place) % SHOWS}`;
const iso = (ms: number) => new Date(ms).toISOString();
const dayText = (ms: number) => iso(ms).slice(0, 10);

/** Campaigns with their flights, and a priced and booked placement in each of their shows; slots for each placement. */
export async function addCatalogue({ superuser, tenantId, startsAtMs, days }: LookWorld, bookedEach: number): Promise<void> {
  const campaigns = Array.from({ length: Math.ceil(days / CAMPAIGN_EVERY) }, (_, number) => {
    const startsAt = startsAtMs + number * CAMPAIGN_EVERY * DAY_MS;
    return { key: campaignKey(number), startsOn: dayText(startsAt), endsOn: dayText(startsAt + (FLIGHT_DAYS - 1) * DAY_MS) };
  });
  const column = <Name extends keyof (typeof campaigns)[number]>(name: Name) => campaigns.map((campaign) => campaign[name]);
  await superuser.query({
    text: `insert into shows (tenant_id, key) select $1, 'show-' || n from generate_series(0, $2 - 1) as n on conflict do nothing`,
    values: [tenantId, SHOWS],
  });
  await superuser.query({
    text: `insert into campaigns (tenant_id, key, starts_on, ends_on) select $1, * from unnest($2::text[], $3::date[], $4::date[])`,
    values: [tenantId, column('key'), column('startsOn'), column('endsOn')],
  });
  const places = campaigns.flatMap((campaign, number) =>
    Array.from({ length: SHOWS_PER_CAMPAIGN }, (_, place) => ({
      ...campaign,
      show: showOf(number, place),
      placement: `p-${number}-${place}`,
    })),
  );
  await superuser.query({
    text: `insert into placements (tenant_id, key, campaign, show, position, kind, starts_on, ends_on, booked_impressions, price_basis,
             price_minor, currency)
           select $1, p.key, p.campaign, p.show, 'mid_roll', 'dynamic', p.starts_on, p.ends_on, $7, 'cpm', 2500, 'USD'
           from unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::date[]) as p (key, campaign, show, starts_on, ends_on)`,
    values: [
      tenantId,
      places.map(({ placement }) => placement),
      places.map(({ key }) => key),
      places.map(({ show }) => show),
      places.map(({ startsOn }) => startsOn),
      places.map(({ endsOn }) => endsOn),
      bookedEach,
    ],
  });
  await superuser.query({
    text: `insert into slots (tenant_id, slot, campaign, channel, show, placement, delivery_evidence)
           select $1, p.slot - 1, p.campaign, 'podcast', p.show, p.placement, 'reported'
           from unnest($2::text[], $3::text[], $4::text[]) with ordinality as p (campaign, show, placement, slot)`,
    values: [tenantId, places.map(({ key }) => key), places.map(({ show }) => show), places.map(({ placement }) => placement)],
  });
}

/**
 * Fills days with touchpoints of the campaigns that fly then, four in five of them impressions, spread evenly over each day. What comes day
 * by day was received within the hour.
 */
async function addTouchpoints(world: LookWorld, { name, fromDay, beforeDay, perDay, isNew = false }: Filling): Promise<void> {
  const { superuser, tenantId, startsAtMs } = world;
  for (let day = fromDay; day < beforeDay; day += DAYS_AT_ONCE) {
    const before = Math.min(beforeDay, day + DAYS_AT_ONCE);
    await superuser.query({
      text: `insert into touchpoints (tenant_id, id, occurred_at, received_at, kind, campaign, channel, show, placement, connection_type,
               delivery_evidence)
             select $1, $2 || n, at, case when $7 then now() else at + make_interval(secs => (spread % 3600)::integer) end,
               case when spread % 5 = 0 then 'download' else 'impression' end,
               'campaign-' || campaign, 'podcast', 'show-' || (campaign * ${SHOWS_PER_CAMPAIGN} + place) % ${SHOWS},
               'p-' || campaign || '-' || place, 'unknown', 'reported'
             from generate_series($3::bigint, $4::bigint - 1) as n
             cross join lateral (
               select n * 2654435761 % 4294967291 as spread,
                 $5::timestamptz + make_interval(secs => (n % $6::bigint) * 86400.0 / $6::bigint + 86400.0 * (n / $6::bigint)) as at
             ) as moment
             cross join lateral (
               select greatest(0, (n / $6::bigint) / ${CAMPAIGN_EVERY} - spread / 7 % ${FLIGHT_DAYS / CAMPAIGN_EVERY}) as campaign,
                 spread / 77 % ${SHOWS_PER_CAMPAIGN} as place
             ) as flown`,
      values: [tenantId, `${name}-`, day * perDay, before * perDay, iso(startsAtMs), perDay, isNew],
    });
  }
}

/** Conversions of the days, with the path that matching gave each. */
async function addConversions(
  { superuser, tenantId, startsAtMs }: LookWorld,
  { name, fromDay, beforeDay, perDay }: Filling,
): Promise<void> {
  const each = Math.floor(perDay / PER_CONVERSION);
  const [kind, evidence, impression] = [
    CONVERSION_KINDS.indexOf('purchase'),
    EVIDENCE_CLASSES.indexOf('user_id'),
    TOUCHPOINT_KINDS.indexOf('impression'),
  ];
  for (let from = fromDay * each; from < beforeDay * each; from += PATHS_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(PATHS_AT_ONCE, beforeDay * each - from) }, (_, place) => from + place);
    const at = numbers.map((number) => startsAtMs + Math.floor((number * DAY_MS) / each));
    const packed = numbers.map((number, place) => {
      const day = Math.floor(number / each);
      const touches = Array.from({ length: TOUCHES }, (_, touch) => {
        const campaign = Math.max(0, Math.floor(day / CAMPAIGN_EVERY) - ((number + touch * 5) % 4));
        const slot = campaign * SHOWS_PER_CAMPAIGN + ((number + touch) % SHOWS_PER_CAMPAIGN);
        return { ageMs: (TOUCHES - touch) * DAY_MS * 0.9, slot, evidence, kind: impression };
      });
      return packPath({
        convertedAtMs: at[place],
        valueMinor: 1_000 + (number % 5_000),
        currency: 'USD',
        kind,
        priorPurchaseAtMs: 0,
        priorVisitAtMs: 0,
        customer: CUSTOMER_UNKNOWN,
        codeSlot: -1,
        referrer: -1,
        utm: -1,
        syntheticRank: 0,
        person: 1 + number,
        touches,
      });
    });
    await superuser.query({
      text: `with given as (
               select $2 || n as id, at, value, packed
               from unnest($3::bigint[], $4::timestamptz[], $5::bigint[], $6::bytea[]) as given (n, at, value, packed)
             ), converted as (
               insert into conversions (tenant_id, id, occurred_at, received_at, source, kind, value_minor, currency, connection_type)
               select $1, id, at, at, 'server', 'purchase', value, 'USD', 'unknown' from given
             )
             insert into paths (tenant_id, conversion_id, version, converted_at, reason, packed, touchpoint_ids)
             select $1, id, 1, at, 'first', packed, '{}' from given`,
      values: [tenantId, `${name}-order-`, numbers, at.map(iso), numbers.map((number) => 1_000 + (number % 5_000)), packed],
    });
  }
}

/** Does work without the indexes of touchpoints, which are built again at a stretch: many rows come in sooner this way. */
async function withoutIndexes(superuser: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await superuser.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename = 'touchpoints'`,
  );
  for (const { indexname } of rows) await superuser.query(`drop index ${indexname}`);
  await work();
  for (const { indexdef } of rows) await superuser.query(indexdef.replace(' ON ONLY ', ' ON '));
}

/** Fills days of the tenant's year. */
export async function fillDays(world: LookWorld, filling: Filling): Promise<void> {
  await withoutIndexes(world.superuser, () => addTouchpoints(world, filling));
  if (filling.isMatched !== false) await addConversions(world, filling);
  await world.superuser.query('analyze touchpoints, conversions, paths');
}
