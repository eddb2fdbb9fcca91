import { checkTranscript } from '../../../server/src/ai/airchecks/rules.ts';
import { REQUIREMENT_KINDS, type RequirementKind, type Verdict } from '../../../server/src/ai/airchecks/schema.ts';
import { aimTable, format, median, table } from '../figures.ts';
import { type Truth, type Variant, variantOf } from './variants.ts';

const VARIANTS = 300;
const FIRST_SEED = 4_000;

/** What was found of one requirement, beside what is known of it. */
export interface Judged extends Truth {
  verdict: Verdict;
  isHeldOut: boolean;
  seed: number;
  why: string;
  quote: string | null;
}

export function judge({ input, truths, isHeldOut, seed }: Variant): Judged[] {
  const { requirements } = checkTranscript(input);
  return truths.map((known) => {
    const found = requirements.find(({ kind, wanted }) => kind === known.kind && wanted === known.wanted);
    if (!found) throw new Error(`nothing was found of ${known.kind} "${known.wanted}"`);
    return { ...known, verdict: found.verdict, isHeldOut, seed, why: found.why, quote: found.quote };
  });
}

/** Half of the variants with forms and noise that the rules were made with, half with others. */
export function variants(): Variant[] {
  return Array.from({ length: VARIANTS }, (_, place) => variantOf(FIRST_SEED + place, place % 2 === 1));
}

interface Score {
  precision: number;
  recall: number;
}

/** Of a verdict: how often it is right when it is given, and how many of those that deserve it get it. Uncertain is neither. */
function scoreOf(judged: readonly Judged[], verdict: 'pass' | 'fail'): Score {
  const deserves = ({ isMet }: Judged) => isMet === (verdict === 'pass');
  const given = judged.filter((one) => one.verdict === verdict);
  const right = given.filter(deserves).length;
  return { precision: right / given.length, recall: right / judged.filter(deserves).length };
}

const percent = (share: number) => (Number.isNaN(share) ? '–' : `${format(100 * share, 1)} %`);
const NAMES: Readonly<Record<RequirementKind, string>> = {
  sponsor: 'sponsor',
  talking_point: 'talking points',
  promo_code: 'promo code',
  address: 'address',
  position: 'position',
  length: 'length',
  forbidden_words: 'forbidden words',
  separation: 'distance to a competitor',
};

function rowOf(name: string, judged: readonly Judged[]): string[] {
  const [passes, failures] = [scoreOf(judged, 'pass'), scoreOf(judged, 'fail')];
  const uncertain = judged.filter(({ verdict }) => verdict === 'uncertain').length / judged.length;
  const scores = [passes.precision, passes.recall, failures.precision, failures.recall, uncertain].map(percent);
  return [name, format(judged.length), ...scores];
}

function wrongCodes(judged: readonly Judged[]): string {
  const wrong = judged.filter(({ isWrongCode }) => isWrongCode === true);
  const count = (verdict: Verdict) => wrong.filter((one) => one.verdict === verdict).length;
  return `${wrong.length} wrong codes: ${count('fail')} fail, ${count('uncertain')} uncertain, ${count('pass')} pass`;
}

/** Airchecks of generated reads with known truth. */
export async function benchAirchecks(): Promise<string> {
  const all = variants();
  const milliseconds: number[] = [];
  const judged = all.flatMap((variant) => {
    const startedAt = performance.now();
    const own = judge(variant);
    const hours = (variant.input.segments.at(-1)?.endMs ?? 0) / 3_600_000;
    milliseconds.push((performance.now() - startedAt) / hours);
    return own;
  });
  const [known, heldOut] = [judged.filter((one) => !one.isHeldOut), judged.filter((one) => one.isHeldOut)];
  const [passes, failures] = [scoreOf(judged, 'pass'), scoreOf(judged, 'fail')];
  const wrong = judged.filter(({ isWrongCode }) => isWrongCode === true);
  const caught = wrong.filter(({ verdict }) => verdict !== 'pass').length / wrong.length;
  const both = (of: keyof Score) => Math.min(passes[of], failures[of]);
  return [
    `${VARIANTS} generated reads of ${format(judged.length)} requirements with known truth, each in an episode of 16 to 28 minutes with ` +
      'other ads, written down as speech recognition does. Half of them with the forms of codes, addresses, names and points, the frames ' +
      'and the noise that the rules were tried on; half with others, on which no rule was changed. Brands, talk and reads are ' +
      'invented: real hosts stray further.',
    '',
    ...table(
      ['requirements', 'number', 'pass: precision', 'pass: recall', 'fail: precision', 'fail: recall', 'uncertain'],
      [
        ...REQUIREMENT_KINDS.map((kind) =>
          rowOf(
            NAMES[kind],
            judged.filter((one) => one.kind === kind),
          ),
        ),
        rowOf('all', judged),
        rowOf('all, forms and noise that were tried', known),
        rowOf('all, forms and noise held out', heldOut),
      ],
    ),
    '',
    `Precision: how often a verdict is right. Recall: how many of those that deserve it get it; uncertain counts against it. ` +
      `Tried: ${wrongCodes(known)}. Held out: ${wrongCodes(heldOut)}. An hour takes ${format(median(milliseconds))} ms, ads looked for ` +
      'included.',
    '',
    ...aimTable([
      {
        what: 'precision, the lower of pass and fail',
        aim: '≥ 95 %',
        reached: percent(both('precision')),
        isMet: both('precision') >= 0.95,
      },
      { what: 'recall, the lower of pass and fail', aim: '≥ 90 %', reached: percent(both('recall')), isMet: both('recall') >= 0.9 },
      { what: 'wrong codes that do not pass', aim: '100 %', reached: percent(caught), isMet: caught === 1 },
    ]),
  ].join('\n');
}
