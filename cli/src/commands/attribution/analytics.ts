import { Argument, Command } from 'commander';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { startProgress } from '../../progress.ts';
import { type Actor, ANALYSES, type AnalysisName, type Context } from './analyses.ts';

interface Options {
  tenant: string;
  json?: boolean;
  [parameter: string]: string | boolean | undefined;
}

/** The option by which a parameter of the API is given. */
function optionOf(parameter: string): string {
  return `--${parameter.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** What one analysis has to say. @throws CommandError for options that it does not take, or cannot take so. */
async function answerOf(context: Context, actor: Actor, name: AnalysisName, query: object): Promise<{ answer: unknown; text: string }> {
  const { read } = ANALYSES[name];
  return read(context, actor, query, ({ keys, path, message }) => {
    if (keys !== undefined) throw new CommandError(`"${name}" does not take ${optionOf(keys[0])}.`);
    throw new CommandError(`${optionOf(String(path[0]))} ${message}.`);
  });
}

async function analyse(name: AnalysisName, { tenant, json, ...query }: Options): Promise<void> {
  const progress = startProgress({ label: 'reading', unit: 'analyses' });
  const { answer, text } = await onInstallation(async ({ context }) =>
    answerOf(context, await operatorOf(context, tenant), name, query),
  ).finally(() => progress.done());
  process.stdout.write(`${json === true ? JSON.stringify(answer) : text}\n`);
}

/** `earshot attribution analytics`: the figures of one analysis, as the API has them or as a table. */
export function analyticsCommand(): Command {
  const command = new Command('analytics')
    .description('read an analysis of stored exposures and conversions; its options are the parameters of the API')
    .addArgument(new Argument('<analysis>', 'which one').choices(Object.keys(ANALYSES)))
    .requiredOption('--tenant <slug>', 'whose figures');
  const parameters = new Map(Object.values(ANALYSES).flatMap(({ parameters: own }) => Object.entries(own)));
  for (const [parameter, meaning] of [...parameters].sort(([a], [b]) => (a < b ? -1 : 1))) {
    command.option(`${optionOf(parameter)} <value>`, meaning);
  }
  return command.option('--json', 'print the answer as the API has it').action(analyse);
}
