import { existsSync, readFileSync } from 'node:fs';
import { Command } from 'commander';

interface Entry {
  words: readonly [string] | readonly [string, string];
  file: string;
}

const ENTRIES: readonly Entry[] = [
  { words: ['serve'], file: 'api/serve.ts' },
  { words: ['migrate'], file: 'platform/migrate.ts' },
  { words: ['tenants', 'create'], file: 'tenants/create.ts' },
  { words: ['import'], file: 'tracking/import.ts' },
  { words: ['credit'], file: 'attribution/credit.ts' },
  { words: ['attribution', 'run'], file: 'attribution/run.ts' },
  { words: ['simulate'], file: 'simulator/simulate.ts' },
];

const GROUPS: Readonly<Record<string, string>> = {
  tenants: 'the customers whose data this installation keeps apart',
  attribution: 'stored attribution: run it again over what has come in',
};

/**
 * The `earshot` program with the commands that `args` (what follows `earshot` on the command line) can mean: the one it names, so that an
 * offline command never loads the server, or all of them for help and for an unknown word.
 */
export async function buildProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('earshot')
    .description('Open, self-hosted attribution for podcast advertising')
    .version(versionOfProject())
    .showHelpAfterError('(earshot --help lists the commands)');
  if (args[0] === '--version' || args[0] === '-V') return program;
  const named = ENTRIES.filter((entry) => entry.words[0] === args[0]);
  for (const entry of named.length > 0 ? named : ENTRIES) {
    const command = await loadCommand(entry);
    if (command) groupOf(program, entry).addCommand(command);
  }
  return program;
}

async function loadCommand({ file }: Entry): Promise<Command | undefined> {
  const url = new URL(`commands/${file}`, import.meta.url);
  if (!existsSync(url)) return undefined;
  const exported: Record<string, unknown> = await import(url.href);
  const build = Object.entries(exported).find(([name]) => name.endsWith('Command'))?.[1];
  if (typeof build !== 'function') throw new TypeError(`${file} exports no function whose name ends in Command`);
  return build();
}

function groupOf(program: Command, { words }: Entry): Command {
  if (words.length === 1) return program;
  const [name] = words;
  return program.commands.find((command) => command.name() === name) ?? program.command(name).description(GROUPS[name] ?? name);
}

function versionOfProject(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return manifest.version;
}
