import dockerfileAst from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';

type Instruction = ReturnType<ReturnType<typeof dockerfileAst.DockerfileParser.parse>['getInstructions']>[number];

/** One thing that a build does. */
export type Step =
  | { kind: 'run'; script: string }
  /** `from` names another stage; without it the sources are files of the build context. */
  | { kind: 'copy'; from: string | undefined; sources: string[]; target: string }
  | { kind: 'workdir'; path: string }
  | { kind: 'env'; values: Record<string, string> };

/** One `FROM` and what follows it. */
export interface Stage {
  /** Empty for the last one, which needs no name. */
  name: string;
  base: string;
  steps: Step[];
}

/** What a container is started with. */
export interface ImageConfig {
  user: string;
  volumes: string[];
  ports: string[];
  stopSignal: string;
  health: { command: string[]; intervalMs: number; timeoutMs: number; startMs: number };
  command: string[];
}

/** What a Dockerfile says, as far as ours needs it. */
export interface Recipe {
  stages: Stage[];
  config: ImageConfig;
}

const UNIT_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000 };

function milliseconds(text: string | undefined, byDefault: string): number {
  const [, amount, unit] = /^(\d+)(ms|s|m)$/.exec(text ?? byDefault) ?? [];
  if (unit === undefined) throw new Error(`the time ${text} is not understood`);
  return Number(amount) * UNIT_MS[unit];
}

function words(instruction: Instruction): string[] {
  return instruction.getArguments().map((argument) => argument.getValue());
}

function flagsOf(instruction: Instruction): Record<string, string> {
  const flags = instruction instanceof dockerfileAst.ModifiableInstruction ? instruction.getFlags() : [];
  return Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? '']));
}

/** The words of an exec form; a shell form is refused, since no signal reaches what a shell runs. */
function execForm(instruction: Instruction, text: string): string[] {
  try {
    return JSON.parse(text) as string[];
  } catch (cause) {
    throw new Error(`${instruction.getKeyword()} is not in exec form: ${text}`, { cause });
  }
}

function copyOf(instruction: Instruction): Step {
  const { from, ...other } = flagsOf(instruction);
  if (Object.keys(other).length > 0) throw new Error(`COPY has a flag that this proof cannot follow: ${Object.keys(other).join(', ')}`);
  const places = words(instruction);
  return { kind: 'copy', from, sources: places.slice(0, -1), target: places[places.length - 1] };
}

function stepOf(instruction: Instruction): Step | undefined {
  switch (instruction.getKeyword()) {
    case 'RUN':
      if (Object.keys(flagsOf(instruction)).length > 0) throw new Error('RUN has a flag that this proof cannot follow');
      return { kind: 'run', script: instruction.getArgumentsContent() ?? '' };
    case 'COPY':
      return copyOf(instruction);
    case 'WORKDIR':
      return { kind: 'workdir', path: words(instruction)[0] };
    case 'ENV': {
      const pairs = words(instruction).map((word): [string, string] => {
        const [, name, value] = /^(\w+)=([^'"\\$]*)$/.exec(word) ?? [];
        if (name === undefined) throw new Error(`ENV ${word} is not of the form NAME=value`);
        return [name, value];
      });
      return { kind: 'env', values: Object.fromEntries(pairs) };
    }
    default:
      return undefined;
  }
}

function healthOf(instruction: Instruction): ImageConfig['health'] {
  const { interval, timeout, 'start-period': start } = flagsOf(instruction);
  const text = (instruction.getArgumentsContent() ?? '').replace(/^(--\S+\s+)*CMD\s+/, '');
  return {
    command: execForm(instruction, text),
    intervalMs: milliseconds(interval, '30s'),
    timeoutMs: milliseconds(timeout, '30s'),
    startMs: milliseconds(start, '0s'),
  };
}

function configOf(instructions: readonly Instruction[]): ImageConfig {
  const last = (keyword: string) => {
    const found = instructions.findLast((instruction) => instruction.getKeyword() === keyword);
    if (found === undefined) throw new Error(`the last stage says nothing of ${keyword}`);
    return found;
  };
  const all = (keyword: string) => instructions.filter((instruction) => instruction.getKeyword() === keyword).flatMap(words);
  const program = (keyword: string) => execForm(last(keyword), last(keyword).getArgumentsContent() ?? '');
  return {
    user: words(last('USER'))[0],
    volumes: all('VOLUME'),
    ports: all('EXPOSE'),
    stopSignal: words(last('STOPSIGNAL'))[0],
    health: healthOf(last('HEALTHCHECK')),
    command: [...program('ENTRYPOINT'), ...program('CMD')],
  };
}

const OF_THE_IMAGE = ['USER', 'VOLUME', 'EXPOSE', 'STOPSIGNAL', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];

/** Reads a Dockerfile. @throws Error for what is none, and for what this proof could not follow. */
export function readRecipe(text: string): Recipe {
  const faults = validate(text).map(
    ({ message, range }) => `line ${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`,
  );
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const stages: Stage[] = [];
  let own: Instruction[] = [];
  for (const instruction of dockerfileAst.DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      const [base, , name = ''] = words(instruction);
      stages.push({ name, base, steps: [] });
      own = [];
      continue;
    }
    own.push(instruction);
    const step = stepOf(instruction);
    if (step !== undefined) stages[stages.length - 1].steps.push(step);
    else if (!OF_THE_IMAGE.includes(keyword)) throw new Error(`this proof cannot follow ${keyword}`);
  }
  return { stages, config: configOf(own) };
}
