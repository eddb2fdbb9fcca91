import { buildProgram } from '../../cli/src/program.ts';
import { SETTINGS } from '../../server/src/platform/settings.ts';

const NAMES = new Set<string>(SETTINGS.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])));

/** What is wrong with the words after `earshot`: a command, an option or one of its values that there is not; undefined when nothing is. */
export async function commandFault(words: readonly string[]): Promise<string | undefined> {
  let command = await buildProgram([...words]);
  let rest = [...words];
  for (let inner; (inner = command.commands.find((one) => one.name() === rest[0])); rest = rest.slice(1)) command = inner;
  if (command.summary() === '' && command.commands.length > 0) return `there is no command "${words.join(' ')}"`;
  for (let place = 0; place < rest.length; place += 1) {
    const option = command.options.find(({ long }) => long === rest[place]);
    if (option === undefined) return `"${command.name()}" has no ${rest[place]}`;
    if (!option.required) continue;
    place += 1;
    if (rest[place] === undefined) return `${option.long} has no value`;
    if (option.argChoices !== undefined && !option.argChoices.includes(rest[place])) return `${option.long} cannot be ${rest[place]}`;
  }
  return undefined;
}

/** The names that are no setting of this version, nor one given by a file. */
export function unknownSettings(names: Iterable<string>): string[] {
  return [...names].filter((name) => !NAMES.has(name));
}
