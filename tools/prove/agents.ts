import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { builtInLists } from '../../server/src/tracking/lists/rules.ts';
import type { AgentClass } from '../../server/src/tracking/lists/schema.ts';
import { table } from '../bench/figures.ts';

/**
 * How far the lists that come with Earshot agree with the examples of a folder in the form of OPAWG's user-agents-v2. Entries at even
 * places were looked at while the grammar was made; those at odd places were held out for one measurement, and then names and rules were
 * added from what was missed there. So both halves have been looked at: what is printed says nothing of programs that are new.
 */

const FILES: readonly [file: string, agentClass: AgentClass, aim: number | undefined][] = [
  ['bots', 'bot', 0.95],
  ['apps', 'app', 0.9],
  ['libraries', 'library', undefined],
  ['browsers', 'browser', undefined],
];

interface Entry {
  name: string;
  examples?: string[];
}

const folder = process.argv[2];
if (folder === undefined)
  throw new Error('usage: npm run prove:agents -- FOLDER   (a folder with bots.json, apps.json, libraries.json, browsers.json)');
const place = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
const lists = builtInLists();
const percent = (part: number, all: number) => (all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} %`);
const rows = FILES.filter(([file]) => existsSync(join(place, `${file}.json`))).map(([file, agentClass, aim]) => {
  const { entries } = JSON.parse(readFileSync(join(place, `${file}.json`), 'utf8')) as { entries: Entry[] };
  const [all, agreed] = [
    [0, 0],
    [0, 0],
  ];
  entries.forEach(({ examples = [] }, number) => {
    for (const example of examples) {
      all[number % 2] += 1;
      if (lists.agent(example, Date.now()).class === agentClass) agreed[number % 2] += 1;
      else if (process.argv.includes('--verbose')) process.stderr.write(`${file}: ${example}\n`);
    }
  });
  const [sum, total] = [agreed[0] + agreed[1], all[0] + all[1]];
  const isMet = aim === undefined ? '' : sum / total >= aim ? 'yes' : 'no';
  const asked = aim === undefined ? '' : `${aim * 100} %`;
  return [agentClass, `${sum} of ${total}`, percent(sum, total), percent(agreed[0], all[0]), percent(agreed[1], all[1]), asked, isMet];
});
process.stdout.write(`${table(['class', 'agreed', 'together', 'even', 'odd', 'aim', 'met'], rows).join('\n')}\n`);
