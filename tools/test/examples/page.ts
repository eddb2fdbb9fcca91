import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PAGE = join(import.meta.dirname, '../../../docs/commands.md');

/** A line that begins with `$` in an example, and what the page shows beneath it. */
export interface Step {
  command: string;
  shown: string[];
}

/** The examples of one command: the section's command, and the steps of each of its blocks. */
export interface Example {
  name: string;
  blocks: Step[][];
}

const SECTION = /^## `earshot ([^`]+)`$/gm;
const BLOCK = /^```console\n([\s\S]*?)^```$/gm;

/** The examples of every command that has a section, in the order of the page. */
export function readExamples(text = readFileSync(PAGE, 'utf8')): Example[] {
  const heads = [...text.matchAll(SECTION)];
  return heads.map((head, place) => {
    const section = text.slice(head.index, heads[place + 1]?.index);
    return { name: head[1], blocks: Array.from(section.matchAll(BLOCK), ([, body]) => stepsOf(body)) };
  });
}

function stepsOf(body: string): Step[] {
  const steps: Step[] = [];
  for (const line of body.replace(/\n$/, '').split('\n')) {
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), shown: [] });
    else if (steps.length === 0) throw new Error(`An example begins with a line "$ …", not with ${JSON.stringify(line)}.`);
    else steps[steps.length - 1].shown.push(line);
  }
  return steps;
}

/** The page with other steps in the blocks of some commands. */
export function withSteps(text: string, written: ReadonlyMap<string, Step[][]>): string {
  const heads = [...text.matchAll(SECTION)];
  const sections = heads.map((head, place) => {
    const blocks = [...(written.get(head[1]) ?? [])];
    const section = text.slice(head.index, heads[place + 1]?.index);
    return section.replaceAll(BLOCK, (block) => {
      const steps = blocks.shift();
      return steps === undefined ? block : `\`\`\`console\n${steps.flatMap(linesOf).join('\n')}\n\`\`\``;
    });
  });
  return text.slice(0, heads[0]?.index) + sections.join('');
}

function linesOf({ command, shown }: Step): string[] {
  return [`$ ${command}`, ...shown];
}
