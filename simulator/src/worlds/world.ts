import { SHOWS } from '../catalog.ts';
import type { SimulatedConversion, SimulatedTouchpoint } from '../events.ts';
import type { Catalog, Truth, World } from '../world.ts';
import { additiveHazard } from './additive-hazard.ts';
import { campaignsOf } from './campaigns.ts';
import { crowdedLines } from './crowded-lines.ts';
import { demandTargeted } from './demand-targeted.ts';
import { DAY_MS, draw, type Form, type Ground, type Noise } from './ground.ts';
import { hearingsOf, listenerOf } from './listening.ts';
import { loggedChoice } from './logged-choice.ts';
import { personOf } from './people.ts';
import { robotTouchpoints } from './robots.ts';
import { threshold } from './threshold.ts';
import { hearingTrace, purchaseTrace } from './traces.ts';
import { type Causes, causesOf } from './truth.ts';

/** The worlds, in the order in which they are listed everywhere. */
export const WORLD_NAMES = ['additive-hazard', 'threshold', 'demand-targeted', 'logged-choice', 'crowded-lines'] as const;
export type WorldName = (typeof WORLD_NAMES)[number];

/** How a world differs from the others. */
export interface WorldDescription {
  name: WorldName;
  /** How people come to buy, in a sentence. */
  response: string;
  /** The same as the circumstance in which figures hold: "where …". */
  circumstance: string;
  /** True where people respond as the model `hazard` takes it. */
  hasFittedForm: boolean;
}

interface Plan extends WorldDescription {
  form: Form;
  selects: boolean;
  followsDemand: boolean;
  bundling: number;
  noise: Noise;
}

const PLAIN_NOISE: Noise = {
  sharedLines: 0.06,
  carriers: 0.05,
  offices: 0.04,
  relays: 0.03,
  swaps: 0.06,
  missingAddresses: 0.05,
  unknownLines: 0.15,
  leaks: 0.03,
  farmsPerThousand: 0.5,
};

const CROWDED_NOISE: Noise = {
  sharedLines: 0.25,
  carriers: 0.1,
  offices: 0.08,
  relays: 0.06,
  swaps: 0.2,
  missingAddresses: 0.1,
  unknownLines: 0.35,
  leaks: 0.12,
  farmsPerThousand: 2,
};

const plain = { selects: false, followsDemand: false, bundling: 0, noise: PLAIN_NOISE, hasFittedForm: false };

const PLANS: Readonly<Record<WorldName, Plan>> = {
  'additive-hazard': {
    ...plain,
    name: 'additive-hazard',
    response: 'Every ad adds to the rate at which a household buys, and what it adds fades.',
    circumstance: 'where every ad adds a little',
    hasFittedForm: true,
    form: additiveHazard,
  },
  threshold: {
    ...plain,
    name: 'threshold',
    response: 'An ad does nothing until its campaign has been heard three times within three weeks.',
    circumstance: 'where ads work only when repeated',
    form: threshold,
  },
  'demand-targeted': {
    ...plain,
    name: 'demand-targeted',
    response: 'Ads move only those who think of buying anyway, and two campaigns seek these people out.',
    circumstance: 'where ads seek people about to buy',
    form: demandTargeted,
    selects: true,
    followsDemand: true,
  },
  'logged-choice': {
    ...plain,
    name: 'logged-choice',
    response: 'People choose among brands; ads count by the logarithm of their fading sum, in season more than out of it.',
    circumstance: 'where brands compete through the seasons',
    form: loggedChoice,
  },
  'crowded-lines': {
    ...plain,
    name: 'crowded-lines',
    response: 'Campaigns are heard in pairs, wear out, and reach people behind shared addresses; codes leak.',
    circumstance: 'where addresses are shared',
    form: crowdedLines,
    selects: true,
    bundling: 0.8,
    noise: CROWDED_NOISE,
  },
};

/** What decides a named world; the same options make the same world to the byte. */
export interface NamedWorldOptions {
  /** A whole number from 0 to 2^32 − 1. */
  seed: number;
  /** 1 to 100,000; the lists of a world hold about 30 events for each. */
  households: number;
  /** 28 to 400; 84 unless given. */
  days?: number;
  /** Midnight UTC of the first day as an RFC 3339 instant; 2026-07-01 unless given. */
  startAt?: string;
}

/** All events of one household, or of all bots together, with what its purchases are owed to. */
export interface Life {
  /** −1 for bots. */
  household: number;
  touchpoints: SimulatedTouchpoint[];
  conversions: SimulatedConversion[];
  causes: Causes;
}

/** A world whose people respond in a way of its own, and whose events tell nothing of why anybody bought. */
export interface NamedWorld extends World, WorldDescription {
  /** First and last instant of its days, the last one excluded, in milliseconds since 1970. */
  startMs: number;
  endMs: number;
  /** The campaigns' keys in the order of `Causes`, and those of them that cause nothing. */
  campaigns: string[];
  withoutEffect: string[];
  /** Household by household, bots last; made anew when iterated. */
  lives(): Iterable<Life>;
}

function groundOf(plan: Plan, options: NamedWorldOptions): Ground {
  const { seed, households, days = 84, startAt = '2026-07-01T00:00:00Z' } = options;
  const check = (name: string, value: number, least: number, most: number) => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}`);
  };
  check('seed', seed, 0, 4_294_967_295);
  check('households', households, 1, 100_000);
  check('days', days, 28, 400);
  const startMs = Date.parse(startAt);
  if (Number.isNaN(startMs) || startMs % DAY_MS !== 0) {
    throw new RangeError('startAt must be midnight UTC of a day, such as 2026-07-01T00:00:00Z');
  }
  const base = { seed, world: WORLD_NAMES.indexOf(plan.name), households, startMs, days, noise: plan.noise, bundling: plan.bundling };
  return { ...base, campaigns: campaignsOf(draw(base, 0), plan.followsDemand) };
}

function lifeOf(ground: Ground, { form, selects }: Plan, index: number): Life {
  const listener = listenerOf(ground, index, selects);
  const course = form.begin(ground, listener);
  const heard = hearingsOf(ground, listener, course.targeted);
  const purchases = course.respond(heard);
  const person = personOf(ground, index);
  const bought = purchases((1 << ground.campaigns.length) - 1);
  const traces = bought.map((atMs, number) => purchaseTrace(ground, person, { atMs, number, heard }));
  return {
    household: index,
    touchpoints: [...heard.map((hearing) => hearingTrace(ground, person, hearing)), ...traces.flatMap(({ touchpoints }) => touchpoints)],
    conversions: traces.map(({ conversion }) => conversion),
    causes: causesOf(
      purchases,
      heard.map(({ campaign }) => campaign),
      ground.campaigns,
    ),
  };
}

function* livesOf(ground: Ground, plan: Plan): Generator<Life> {
  for (let index = 0; index < ground.households; index += 1) yield lifeOf(ground, plan, index);
  const causes = { incremental: ground.campaigns.map(() => 0), organic: 0 };
  yield { household: -1, touchpoints: robotTouchpoints(ground), conversions: [], causes };
}

/** The sum of what lives are owed to, to the millionth of a purchase. */
export function truthOf(campaigns: readonly string[], lives: Iterable<Pick<Life, 'causes'>>): Truth {
  const sums = campaigns.map(() => 0);
  let organicConversions = 0;
  for (const { causes } of lives) {
    causes.incremental.forEach((part, campaign) => (sums[campaign] += part));
    organicConversions += causes.organic;
  }
  const millionths = (sum: number) => Math.round(sum * 1e6) / 1e6;
  return {
    campaigns: campaigns.map((campaign, place) => ({ campaign, incrementalConversions: millionths(sums[place]) })),
    organicConversions,
  };
}

function catalogOf({ campaigns, days }: Ground): Catalog {
  const episodes = SHOWS.flatMap(({ key, name }) =>
    Array.from({ length: Math.ceil(days / 7) }, (_, place) => ({ key: `${key}-${place + 1}`, name: `${name} #${place + 1}`, show: key })),
  );
  return {
    campaigns: campaigns.map(({ key, name, spendMinor, currency, code }) => {
      return { key, name, spendMinor, currency, codes: code === null ? [] : [{ code, show: null }] };
    }),
    shows: SHOWS.map(({ key, name }) => ({ key, name })),
    episodes,
  };
}

function inOrder<Item extends { occurredAt: string; id: string }>(items: Item[]): Item[] {
  const place = ({ occurredAt, id }: Item) => `${occurredAt} ${id}`;
  return items.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** How people of a world come to buy. */
export function describeWorld(name: WorldName): WorldDescription {
  const { response, circumstance, hasFittedForm } = PLANS[name];
  return { name, response, circumstance, hasFittedForm };
}

/**
 * One of the worlds in which the models are validated. Its lists are held as a whole, unlike those of `simulateWorld`. All of it is
 * simulated.
 * @throws RangeError for options outside their range.
 */
export function simulateNamedWorld(name: WorldName, options: NamedWorldOptions): NamedWorld {
  const plan = PLANS[name];
  const ground = groundOf(plan, options);
  const campaigns = ground.campaigns.map(({ key }) => key);
  const lives = () => livesOf(ground, plan);
  return {
    ...describeWorld(name),
    startMs: ground.startMs,
    endMs: ground.startMs + ground.days * DAY_MS,
    campaigns,
    withoutEffect: ground.campaigns.filter(({ effect }) => effect === 0).map(({ key }) => key),
    catalog: catalogOf(ground),
    lives,
    touchpoints: () => inOrder([...lives()].flatMap(({ touchpoints }) => touchpoints)),
    conversions: () => inOrder([...lives()].flatMap(({ conversions }) => conversions)),
    refunds: () => [],
    truth: () => truthOf(campaigns, lives()),
  };
}
