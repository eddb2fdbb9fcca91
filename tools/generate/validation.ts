import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ModelScores, Validation, type WorldValidation } from '../../server/src/attribution/validations/schema.ts';
import { tableOf } from './table.ts';

const FIGURES = join(import.meta.dirname, '../../docs/validation.json');

/** The figures that were published last. */
export function publishedValidation(): Validation {
  return Validation.parse(JSON.parse(readFileSync(FIGURES, 'utf8')));
}

function figure(value: number | null): string {
  return value === null ? '' : value.toFixed(2).replace('-', '−');
}

function percent(value: number | null): string {
  return value === null ? '' : `${(100 * value).toFixed(0)} %`;
}

function withError(value: number | null, error: number | null): string {
  return error === null ? figure(value) : `${figure(value)} ± ${figure(error)}`;
}

function commandOf({ seed, runs, households, days, replicates }: Validation['options']): string {
  return `earshot validate --seed ${seed} --runs ${runs} --households ${households} --days ${days} --replicates ${replicates} --json`;
}

function introduction({ options }: Validation): string {
  return `<!-- Generated from docs/validation.json by "npm run generate"; see the end of the page. -->

# Validation

How close each model comes to the truth in five simulated worlds in which the truth is known. **Nothing here was measured on real
listeners.** In the first world people respond as \`hazard\` takes it; in the four others they respond otherwise.
[The method](method.md#validation) says what the figures mean, [the simulator](../simulator/README.md#five-more-worlds) what the worlds are.

The figures are means over ${options.runs} runs, each with other people, other campaigns that do nothing, and
${options.households.toLocaleString('en-US')} households in each world.

A tenant's own listening may be sparser or more repetitive than that of these worlds. \`earshot validate --tenant\` plants simulated
conversions into it and tells the same figures and sentences. Read them so: a model that misses the truth in \`planted-fading\` has too
little data here; one that holds there and not in the other form rests on its form. What neither form has, mistaken people and ads that
seek buyers, only the worlds below show. [Planted effects](method.md#planted-effects) says how.`;
}

function overall({ models }: Validation): string {
  const rows = models.map(({ model, standardErrors, coverage95, ...scores }) => [
    `\`${model}\``,
    withError(scores.bias, standardErrors.bias),
    withError(scores.rankCorrelation, standardErrors.rankCorrelation),
    withError(scores.creditToZeroEffect, standardErrors.creditToZeroEffect),
    withError(scores.totalVariation, standardErrors.totalVariation),
    percent(coverage95),
  ]);
  return `## Over all worlds

± is the standard error of the mean. A bias of 0, a rank correlation of 1, no credit to campaigns that do nothing and a total variation of
0 would be perfect; 95 % intervals should hold the truth in 95 of 100 cases.

${tableOf([['model', 'bias', 'rank correlation', 'credit to zero effect', 'total variation', '95 % intervals hold'], ...rows])}`;
}

function trust({ models }: Validation): string {
  return `## When to trust which

These sentences follow from the figures by fixed thresholds.

${models.map(({ model, trust: text }) => `- **\`${model}\`**: ${text}`).join('\n')}`;
}

function worst({ models }: Validation): string {
  const at = (one: { world: string; value: number } | null) => (one === null ? '' : `${figure(one.value)} (\`${one.world}\`)`);
  const rows = models.map(({ model, worst: own }) => {
    return [`\`${model}\``, at(own.bias), at(own.rankCorrelation), at(own.creditToZeroEffect), at(own.totalVariation)];
  });
  return `## The worst world of each

${tableOf([['model', 'bias', 'rank correlation', 'credit to zero effect', 'total variation'], ...rows])}`;
}

function matching({ worlds }: Validation): string {
  const rows = worlds.map(({ world, matching: own }) => {
    return [`\`${world}\``, percent(own.matchedShare), percent(own.foundShare), percent(own.ownShare)];
  });
  const classes = [...new Set(worlds.flatMap(({ matching: own }) => own.byEvidence.map(({ evidence }) => evidence)))];
  const reliability = worlds.map(({ world, matching: own }) => [
    `\`${world}\``,
    ...classes.map((evidence) => percent(own.byEvidence.find((one) => one.evidence === evidence)?.ownShare ?? null)),
  ]);
  return `## How well people were matched

_matched_: purchases with a matched exposure in the lookback; _found_: of the exposures that buyers' households heard in it, those that were
matched; _own_: of the matched exposures, those that the buyer's own household heard.

${tableOf([['world', 'matched', 'found', 'own'], ...rows])}

The own share by evidence class:

${tableOf([['world', ...classes.map((evidence) => `\`${evidence}\``)], ...reliability])}`;
}

function worldSection({ world, response, hasFittedForm, purchases, organicConversions, models }: WorldValidation): string {
  const rows = models.map(({ model, deviations, knownPeople, organicConversions: uncredited, coverage95, ...scores }) => {
    const cell = (score: keyof ModelScores) => withError(scores[score], deviations[score]);
    return [
      `\`${model}\``,
      cell('bias'),
      cell('rankCorrelation'),
      cell('creditToZeroEffect'),
      percent(coverage95),
      uncredited === null ? '' : Math.round(Number(uncredited.toFixed(6))).toString(),
      figure(knownPeople.bias),
      figure(knownPeople.rankCorrelation),
    ];
  });
  const head = ['model', 'bias', 'rank', 'to zero effect', '95 % hold', 'to nobody', 'bias, known', 'rank, known'];
  const fits = hasFittedForm ? 'This is how `hazard` takes it.' : 'No model takes it so.';
  return `### \`${world}\`

${response} ${fits} ${Math.round(purchases)} purchases, ${Math.round(organicConversions)} of them organic.

${tableOf([head, ...rows])}`;
}

function ending(validation: Validation): string {
  return `## Where the figures come from

\`\`\`sh
${commandOf(validation.options)} > docs/validation.json
npm run generate
\`\`\`

\`server/src/attribution/validations/published.test.ts\` makes the worlds of another seed with every test run and holds each model in each
world to the figures above: a value may lie as far from its mean as chance between runs allows, and no further.
`;
}

/** The text of docs/validation.md. */
export function renderValidation(): string {
  const validation = publishedValidation();
  const worlds = `## World by world

± is the standard deviation between runs. _To nobody_ are purchases that earn no campaign credit: those without a match and, under
\`hazard\`, what it calls organic. _Known_ is what the figure would be if every household had signed in everywhere.

${validation.worlds.map(worldSection).join('\n\n')}`;
  const parts = [introduction, overall, trust, worst, matching].map((part) => part(validation));
  return [...parts, worlds, ending(validation)].join('\n\n');
}
