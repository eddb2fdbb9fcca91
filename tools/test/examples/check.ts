import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isShown, shiftMonths, shortened, StandIns } from './compare.ts';
import { type Example, PAGE, readExamples, type Step, withSteps } from './page.ts';
import { type Part, partOf } from './parts.ts';
import { openWorld, type World } from './world.ts';

/** What the examples of some commands take for granted, by the command before whose examples it is done. */
export type Preparations = Readonly<Record<string, (world: World) => Promise<unknown>>>;

/** Commands whose figures differ from day to day, since the sample reaches up to today: theirs are compared without figures. */
const FIGURES_DIFFER = new Set([
  'doctor',
  'backup',
  'backup verify',
  'restore',
  'sample load',
  'tenants export',
  'audit verify',
  'privacy run',
  'secret-key rotate',
  'cost margins',
  'ai predictions create',
  'ai predictions list',
  'ai predictions show',
  'anomalies look',
  'import vendor-report',
  'attribution analytics',
  'attribution check',
  'fits create',
  'fits list',
  'runs create',
  'runs list',
  'runs export',
  'runs verify',
  'runs compare',
]);

/** Set to write what the commands print now into the page, in place of what it shows. */
const WRITES = process.env.WRITE_EXAMPLES === '1';

interface Outcome {
  step: Step;
  isShown: boolean;
  printed: string[];
}

class Storyteller {
  readonly #world: World;
  readonly #standIns = new StandIns();
  readonly #today = new Date();

  constructor(world: World) {
    this.#world = world;
  }

  /** Runs one step of the examples of a command. A failure that is not asked for in the next line is told as a line of its own. */
  async tell(name: string, { command, shown }: Step, mayFail: boolean): Promise<Outcome> {
    const here = (text: string) => shiftMonths(this.#world.toHere(this.#standIns.reveal(text)), this.#today);
    const { code, text } = await this.#world.shell.run(here(command), shown.map(here));
    const isText = text === '' || text.endsWith('\n');
    const plain = shiftMonths(this.#standIns.hide(this.#world.toPage(text), name), this.#today, true);
    const printed = text === '' ? [] : (isText ? plain.slice(0, -1) : plain).split(/\r?\n/);
    if (code !== 0 && !mayFail) printed.push(`(and exits with ${code})`);
    return { step: { command, shown }, isShown: isShown(shown, printed, FIGURES_DIFFER.has(name)), printed };
  }
}

/** Runs the examples of a part of the page in its order, in one world, and holds what they print against what it shows. */
export function checkExamples(part: Part, preparations: Preparations): void {
  describe(`the examples of ${part}`, () => {
    const examples = readExamples().filter(({ name }) => partOf(name) === part);
    const written = new Map<string, Step[][]>();
    let world: World;
    let teller: Storyteller;
    beforeAll(async () => {
      world = await openWorld();
      teller = new Storyteller(world);
    });
    afterAll(async () => {
      await world?.close();
      if (WRITES) writeFileSync(PAGE, withSteps(readFileSync(PAGE, 'utf8'), written));
    });

    test.each(examples.filter(({ blocks }) => blocks.length > 0))('earshot $name prints what the page shows', async (example) => {
      await preparations[example.name]?.(world);
      const outcomes = await tellAll(teller, example);
      const differs = outcomes.flat().filter((outcome) => !outcome.isShown);
      if (WRITES)
        written.set(
          example.name,
          outcomes.map((steps) => steps.map(asWritten)),
        );
      else
        expect(
          differs.map(({ step, printed }) => ({ ...step, printed })),
          'WRITE_EXAMPLES=1 writes the page anew',
        ).toEqual([]);
    });
  });
}

async function tellAll(teller: Storyteller, { name, blocks }: Example): Promise<Outcome[][]> {
  const told: Outcome[][] = [];
  for (const steps of blocks) {
    const outcomes: Outcome[] = [];
    for (const [place, step] of steps.entries()) outcomes.push(await teller.tell(name, step, steps[place + 1]?.command === 'echo $?'));
    told.push(outcomes);
  }
  return told;
}

function asWritten({ step, isShown: stays, printed }: Outcome): Step {
  return stays ? step : { ...step, shown: shortened(printed, step.shown) };
}
