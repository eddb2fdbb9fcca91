import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { failureText } from '../../../cli/src/failure.ts';
import { buildProgram } from '../../../cli/src/program.ts';
import { launch } from '../../../cli/test/program.ts';

/** What a line of an example did. */
export interface Done {
  code: number;
  text: string;
}

type Write = typeof process.stdout.write;

/** Runs `earshot` in this process as its main.ts does, with what it prints on both streams, in order. */
async function runInProcess(words: readonly string[]): Promise<Done> {
  let text = '';
  const write = ((part: string | Uint8Array, ...more: unknown[]) => {
    text += typeof part === 'string' ? part : Buffer.from(part).toString();
    const after = more.find((one) => typeof one === 'function') as (() => void) | undefined;
    after?.();
    return true;
  }) as Write;
  const streams = [process.stdout, process.stderr];
  const before = streams.map((stream) => stream.write.bind(stream));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const listeners = signals.map((signal) => process.listeners(signal));
  const codeBefore = process.exitCode;
  process.exitCode = 0;
  for (const stream of streams) stream.write = write;
  try {
    await (await buildProgram(words)).parseAsync(words, { from: 'user' });
    return { code: Number(process.exitCode), text };
  } catch (error) {
    return { code: 1, text: `${text}earshot: ${failureText(error, Boolean(process.env.DEBUG))}\n` };
  } finally {
    streams.forEach((stream, place) => (stream.write = before[place]));
    signals.forEach((signal, place) => {
      for (const one of process.listeners(signal)) if (!listeners[place].includes(one)) process.off(signal, one);
    });
    process.exitCode = codeBefore;
  }
}

/** The words of a line as a shell reads them: by spaces, with quotes. */
function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g), ([word]) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

/** Serves for real until it has printed the last line of where everything is, and then ends it as a service manager would. */
async function serveUntil(words: readonly string[], folder: string, last: string): Promise<Done> {
  const { EARSHOT_DEMO = '' } = process.env;
  const running = launch(words, { folder, env: { EARSHOT_DATA_DIR: 'of-serve', EARSHOT_DEMO } });
  await running.printed(last);
  running.child.kill('SIGTERM');
  const { code, out, err } = await running.ended;
  return { code: code ?? 1, text: (out + err).replaceAll('of-serve', '.earshot') };
}

/** What a person types into the lines of examples: `earshot`, and the few words by which they make and look at files. */
export class Shell {
  readonly #folder: string;
  #code = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Runs one line. `shown` is what the page has beneath it: of `cat` it is the file, where there is none yet. */
  async run(line: string, shown: readonly string[]): Promise<Done> {
    const { words, environment } = this.#split(line);
    const [command, ...rest] = words;
    if (command === 'echo' && rest[0] === '$?') return { code: 0, text: `${this.#code}\n` };
    if (command === 'cat') return { code: 0, text: this.#cat(rest[0], shown) };
    if (command === 'head') return { code: 0, text: `${this.#linesOf(rest[2]).slice(0, Number(rest[1])).join('\n')}\n` };
    if (command === 'mkdir') mkdirSync(join(this.#folder, rest[0]), { mode: 0o700 });
    if (command === 'cp') copyFileSync(join(this.#folder, rest[0]), join(this.#folder, rest[1], basename(rest[0])));
    if (command === 'mkdir' || command === 'cp') return { code: 0, text: '' };
    if (command !== 'earshot') throw new Error(`An example calls "${command}", which only a shell knows.`);
    const done = await this.#with(environment, () =>
      rest[0] === 'serve' ? serveUntil(rest, this.#folder, shown.findLast((one) => one.startsWith('  ')) ?? '') : runInProcess(rest),
    );
    this.#code = done.code;
    return done;
  }

  #split(line: string) {
    const words = wordsOf(line);
    const environment = words.splice(
      0,
      words.findIndex((word) => !/^[A-Z_]+=/.test(word)),
    );
    const expanded = words.flatMap((word) => (word.includes('*') ? globSync(word, { cwd: this.#folder }) : [word]));
    return {
      words: expanded,
      environment: Object.fromEntries(environment.map((word) => word.split(/=(.*)/s).slice(0, 2))) as Record<string, string>,
    };
  }

  #cat(name: string, shown: readonly string[]): string {
    const file = join(this.#folder, name);
    if (!existsSync(file)) writeFileSync(file, `${shown.join('\n')}\n`);
    return readFileSync(file, 'utf8');
  }

  #linesOf(name: string): string[] {
    return readFileSync(join(this.#folder, name), 'utf8').split(/\r?\n/);
  }

  async #with<Result>(environment: Record<string, string>, work: () => Promise<Result>): Promise<Result> {
    const before = Object.fromEntries(Object.keys(environment).map((name) => [name, process.env[name]]));
    Object.assign(process.env, environment);
    try {
      return await work();
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  }
}
