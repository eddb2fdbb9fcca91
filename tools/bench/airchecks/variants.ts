import type { AircheckInput } from '../../../server/src/ai/airchecks/rules.ts';
import type { RequirementKind } from '../../../server/src/ai/airchecks/schema.ts';
import { BriefDetails } from '../../../server/src/ai/briefs/schema.ts';
import { type Random, randomOf } from '../../../simulator/src/random.ts';
import { BRANDS, type BrandMaterial, COMPETITORS, FRAMES, OTHERS, TALK } from './material.ts';
import { type Line, lineOf, segmentsOf } from './noise.ts';
import { writtenAddress, writtenCode, wrongCode } from './spoken-forms.ts';

/** What is known of one requirement: whether what was said does it. */
export interface Truth {
  kind: RequirementKind;
  wanted: string;
  isMet: boolean;
  /** A code that was given out and is not the placement's. */
  isWrongCode?: boolean;
}

export interface Variant {
  seed: number;
  isHeldOut: boolean;
  input: AircheckInput;
  truths: readonly Truth[];
}

type Position = 'pre_roll' | 'mid_roll' | 'post_roll';
const POSITIONS: readonly Position[] = ['pre_roll', 'mid_roll', 'post_roll'];

/** What goes wrong in one read. */
interface Plan {
  isMissing: boolean;
  code: 'right' | 'wrong' | 'wrong_beside' | 'unsaid';
  address: 'right' | 'no_path' | 'other_path' | 'other_ending' | 'unsaid';
  points: readonly ('said' | 'unsaid' | 'other_figure')[];
  claims: readonly boolean[];
  wanted: Position;
  placed: Position;
  isTooShort: boolean;
  isRivalNear: boolean;
}

function planOf(brand: BrandMaterial, random: Random, isHeldOut: boolean): Plan {
  const placed = random.pick(POSITIONS);
  const faults = <Fault>(right: Fault, others: readonly Fault[], share: number) => (random.chance(share) ? random.pick(others) : right);
  return {
    isMissing: random.chance(0.04),
    code: faults<Plan['code']>('right', ['wrong', 'wrong', 'wrong_beside', 'unsaid'], 0.35),
    address: faults<Plan['address']>('right', isHeldOut ? ['other_ending', 'unsaid', 'no_path'] : ['no_path', 'other_path'], 0.25),
    points: brand.points.map(({ otherFigure }) => {
      const said = faults<Plan['points'][number]>('said', ['unsaid', 'other_figure'], 0.3);
      return said === 'other_figure' && otherFigure === undefined ? 'unsaid' : said;
    }),
    claims: brand.forbidden.map(() => random.chance(0.15)),
    wanted: random.chance(0.8) ? placed : random.pick(POSITIONS),
    placed,
    isTooShort: random.chance(0.25),
    isRivalNear: random.chance(0.25),
  };
}

function talk(random: Random): Line {
  const { who, did, what, ending } = TALK;
  return lineOf(`${random.pick(who)} ${random.pick(did)} ${random.pick(what)} ${random.pick(ending)}`);
}

const talkFor = (random: Random, sentences: number) => Array.from({ length: sentences }, () => talk(random));

function addressOf(brand: BrandMaterial, plan: Plan, random: Random, isHeldOut: boolean): string {
  const ending = plan.address === 'other_ending' ? 'org' : 'com';
  const path = plan.address === 'no_path' ? '' : plan.address === 'other_path' ? 'welcome' : brand.path;
  return writtenAddress({ host: brand.host, ending, path }, random, isHeldOut);
}

/** The call at the end of a read, as far as it is made. */
function callOf(brand: BrandMaterial, plan: Plan, random: Random, isHeldOut: boolean): Line[] {
  const address = addressOf(brand, plan, random, isHeldOut);
  const right = writtenCode(brand.code, random, isHeldOut);
  const wrong = writtenCode(wrongCode(brand.code, random, isHeldOut), random, false);
  const code = plan.code === 'wrong' ? wrong : right;
  const isSaid = { code: plan.code !== 'unsaid', address: plan.address !== 'unsaid' };
  const frame = random.pick(isHeldOut ? FRAMES.callHeldOut : FRAMES.call);
  const call = isSaid.code && isSaid.address ? frame : isSaid.code ? 'Use the code {code} at checkout.' : 'Go to {address} today.';
  const lines = isSaid.code || isSaid.address ? [lineOf(call, { address, code })] : [lineOf('Look them up, you will find them.')];
  if (plan.code === 'wrong_beside') lines.push(lineOf('Once more, that is code {code}, do not forget it.', { code: wrong }));
  return lines;
}

function readOf(brand: BrandMaterial, plan: Plan, random: Random, isHeldOut: boolean): Line[] {
  const misheard = isHeldOut ? brand.misheardHeldOut : brand.misheard;
  const name = () => (random.chance(0.4) ? random.pick(misheard) : brand.name);
  const points = brand.points.flatMap(({ said, heldOut, otherFigure = '' }, place) => {
    if (plan.points[place] === 'unsaid') return [];
    return [lineOf(plan.points[place] === 'other_figure' ? otherFigure : random.pick(isHeldOut ? heldOut : said))];
  });
  const claims = brand.forbidden.flatMap(({ said, heldOut }, place) => (plan.claims[place] ? [lineOf(isHeldOut ? heldOut : said)] : []));
  const about = brand.about.map((text) => lineOf(text));
  const middle = [...points, ...claims, ...about.slice(0, 1 + random.below(2))];
  for (let last = middle.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [middle[last], middle[other]] = [middle[other], middle[last]];
  }
  const intro = lineOf(random.pick(isHeldOut ? FRAMES.introHeldOut : FRAMES.intro), { name: name() });
  const again = random.chance(0.5) ? [lineOf('That is why {name} is on this show.', { name: name() })] : [];
  return [intro, ...middle, ...again, ...callOf(brand, plan, random, isHeldOut)];
}

function otherAd(random: Random): Line[] {
  const { name, host, code, about } = random.pick(OTHERS);
  return [lineOf(`This episode is also supported by ${name}.`), lineOf(about), lineOf(`Go to ${host} and use code ${code} to save.`)];
}

function rivalAd(rival: string): Line[] {
  const host = rival.toLowerCase().replaceAll(' ', '');
  return [
    lineOf(`We are also sponsored by ${rival}.`),
    lineOf(`Find out more at ${host}.com slash listen, that is ${host}.com slash listen.`),
  ];
}

/** A sentence of talk takes about so many seconds. */
const TALK_SECONDS = 5;
const [SHORTEST_MINUTES, MORE_MINUTES, SEPARATION_MINUTES] = [16, 12, 5];

/** Where everything stands, in sentences of talk; with back-to-back ads beside the read in every third episode. */
function scriptOf(plan: Plan, read: Line[], rival: string, random: Random) {
  const sentences = Math.round((60 * (SHORTEST_MINUTES + random.below(MORE_MINUTES))) / TALK_SECONDS);
  const middle = Math.round(sentences * (0.42 + 0.16 * random.next()));
  const at = { pre_roll: random.below(4), mid_roll: middle, post_roll: sentences - random.below(4) }[plan.placed];
  const beside = random.chance(0.33) ? otherAd(random) : [];
  const block = random.chance(0.5)
    ? [...beside, ...read.map((line) => ({ ...line, isRead: true }))]
    : [...read.map((line) => ({ ...line, isRead: true })), ...beside];
  const minutes = plan.isRivalNear ? SEPARATION_MINUTES * (0.2 + 0.5 * random.next()) : SEPARATION_MINUTES * (1.4 + random.next());
  const away = Math.round((60 * minutes) / TALK_SECONDS);
  const rivalAt = at + away <= sentences ? at + away : Math.max(0, at - away);
  const lines: Line[] = [];
  for (let place = 0; place <= sentences; place += 1) {
    if (place === at && !plan.isMissing) lines.push(...block);
    if (place === rivalAt) lines.push(...rivalAd(rival));
    if (place < sentences) lines.push(...talkFor(random, 1));
  }
  return lines;
}

const truth = (kind: RequirementKind, wanted: string | number, isMet: boolean): Truth => ({ kind, wanted: String(wanted), isMet });

function truthsOf(brief: BriefDetails, plan: Plan): Truth[] {
  const said = !plan.isMissing;
  const must = [
    truth('sponsor', brief.sponsor, said),
    ...brief.talkingPoints.map((point, place) => truth('talking_point', point, said && plan.points[place] === 'said')),
    {
      ...truth('promo_code', brief.promoCode ?? '', said && plan.code === 'right'),
      isWrongCode: said && plan.code !== 'right' && plan.code !== 'unsaid',
    },
    truth('address', brief.address ?? '', said && plan.address === 'right'),
    truth('position', brief.position ?? '', said && plan.placed === plan.wanted),
    truth('length', brief.leastSeconds ?? 0, said && !plan.isTooShort),
  ];
  // Without a read there is none in which something could be forbidden, or to which somebody could be near.
  const mustNot = [
    ...brief.forbiddenWords.map((phrase, place) => truth('forbidden_words', phrase, !plan.claims[place])),
    ...brief.competitors.map((name) => truth('separation', name, !plan.isRivalNear)),
  ];
  return said ? [...must, ...mustNot] : must;
}

/** One read in its episode, as a machine writes it down, with what is known of it. The same seed makes the same one. */
export function variantOf(seed: number, isHeldOut: boolean): Variant {
  const random = randomOf(seed, 0xa1c, isHeldOut ? 1 : 0);
  const brand = random.pick(BRANDS);
  const plan = planOf(brand, random, isHeldOut);
  const rival = random.pick(COMPETITORS);
  const script = scriptOf(plan, readOf(brand, plan, random, isHeldOut), rival, random);
  const { segments, readSeconds } = segmentsOf(script, random, isHeldOut);
  const brief = BriefDetails.parse({
    sponsor: brand.name,
    talkingPoints: brand.points.map(({ wanted }) => wanted),
    promoCode: brand.code.join('').toUpperCase(),
    address: `${brand.host.join('')}.com/${brand.path}`,
    position: plan.wanted,
    leastSeconds: Math.max(1, Math.round(readSeconds * (plan.isTooShort ? 1.4 : 0.75))),
    forbiddenWords: brand.forbidden.map(({ wanted }) => wanted),
    competitors: [rival],
    separationMinutes: SEPARATION_MINUTES,
  });
  const input = { brief, segments, ads: null, durationMs: 0, timing: 'stated', isAlone: false } as const;
  return { seed, isHeldOut, input, truths: truthsOf(brief, plan) };
}
