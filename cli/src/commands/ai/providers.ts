import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { ProviderTest } from '../../../../server/src/ai/provider-tests/schema.ts';
import { testProvider } from '../../../../server/src/ai/provider-tests/service.ts';
import { type Provider, ProviderDetails, ProviderKey } from '../../../../server/src/ai/providers/schema.ts';
import { listProviders, putProvider, removeProvider } from '../../../../server/src/ai/providers/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { resolvePath } from '../../working-folder.ts';

interface Options {
  tenant: string;
  json?: boolean;
}

function print({ json }: Options, value: object, words: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${words}\n`);
}

/** A value as a schema reads it. @throws CommandError that says what is wrong with it. */
function read<Value>(schema: { safeParse(value: unknown): Read<Value> }, value: unknown, what: string): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${[what, ...issue.path].join('.')}: ${issue.message}.`);
}
type Read<Value> = { success: true; data: Value } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };

function textOf(file: string): string {
  try {
    return readFileSync(resolvePath(file), 'utf8');
  } catch (error) {
    throw new CommandError(`${file} could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function jsonOf(file: string): unknown {
  const text = textOf(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new CommandError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const keyOf = (key: string) => read(ProviderKey, key, 'key');

function dollars(micros: number): string {
  return `${(micros / 1_000_000).toFixed(2)} USD`;
}

function lineOf({ key, kind, account, isReady, models, monthlyCapCents, usedMicros, reservedMicros }: Provider): string {
  const cap = monthlyCapCents === null ? '(no cap)' : `of ${dollars(monthlyCapCents * 10_000)}`;
  const spend = `${dollars(usedMicros)} ${cap}${reservedMicros === 0 ? '' : `, ${dollars(reservedMicros)} set aside`}`;
  const named = models.map(({ model, prices }) => (prices === null ? `${model} (no price)` : model)).join(',');
  return `${key}  ${kind}, ${account}  ${isReady ? 'ready' : 'not ready'}  ${named}  ${spend}`;
}

async function list(options: Options): Promise<void> {
  const found = await onInstallation(async ({ context }) => listProviders(context, await operatorOf(context, options.tenant)));
  print(options, found, found.items.map(lineOf).join('\n') || 'There are no providers: questions are answered by our own methods.');
}

async function put(key: string, file: string, options: Options & { apiKeyFile?: string }): Promise<void> {
  const named = keyOf(key);
  const { apiKeyFile } = options;
  const written = jsonOf(file);
  const apiKey = apiKeyFile === undefined ? {} : { apiKey: textOf(apiKeyFile).trim() };
  const details = read(ProviderDetails, typeof written === 'object' && written !== null ? { ...written, ...apiKey } : written, 'provider');
  const stored = await onInstallation(async ({ context }) =>
    putProvider(context, await operatorOf(context, options.tenant), named, details),
  );
  print(options, stored, lineOf(stored));
}

async function remove(key: string, options: Options): Promise<void> {
  const named = keyOf(key);
  await onInstallation(async ({ context }) => removeProvider(context, await operatorOf(context, options.tenant), named));
  print(options, { key: named }, `The provider ${named} and its key are deleted.`);
}

function testText({ isAnswered, model, detail, status, calls, costMicros }: ProviderTest): string {
  const code = status === null ? '' : ` (HTTP ${status})`;
  const cost = `${calls} ${calls === 1 ? 'call' : 'calls'}, ${(costMicros / 1_000_000).toFixed(6)} USD`;
  return `${isAnswered ? 'answers' : 'does not answer'}  ${model}  ${detail}${code}  ${cost}`;
}

async function test(key: string, options: Options & { model?: string }): Promise<void> {
  const named = keyOf(key);
  const { model } = options;
  const result = await onInstallation(async ({ context }) =>
    testProvider(context, await operatorOf(context, options.tenant), named, { model }),
  );
  print(options, result, testText(result));
  if (!result.isAnswered) process.exitCode = 1;
}

/** `earshot ai providers list`: by whom a tenant has questions answered. */
export function listProvidersCommand(): Command {
  return new Command('list')
    .description('list the AI providers of a tenant in the order in which they are asked, with what each cost this month')
    .requiredOption('--tenant <slug>', 'whose providers')
    .option('--json', 'print them as GET /api/v1/ai/providers does')
    .action(list);
}

/** `earshot ai providers set`: adds a provider or changes one. */
export function setProviderCommand(): Command {
  return new Command('set')
    .description('add an AI provider, or replace what is said of one')
    .argument('<key>', 'what the tenant calls it, such as openai')
    .argument('<file>', 'what is said of it, in JSON, as PUT /api/v1/ai/providers/{key} takes it')
    .requiredOption('--tenant <slug>', 'whose provider')
    .option('--api-key-file <file>', 'a file that holds the key of the account alone')
    .option('--json', 'print the provider')
    .action(put);
}

/** `earshot ai providers remove`: deletes a provider and its key. */
export function removeProviderCommand(): Command {
  return new Command('remove')
    .description('delete an AI provider and its key; what it cost stays recorded')
    .argument('<key>', 'the provider')
    .requiredOption('--tenant <slug>', 'whose provider')
    .option('--json', 'print {"key"}')
    .action(remove);
}

/** `earshot ai providers test`: asks a provider a small question. */
export function testProviderCommand(): Command {
  return new Command('test')
    .description('ask an AI provider a small question, or have it hear a second of a tone, which costs what such a call costs')
    .argument('<key>', 'the provider')
    .requiredOption('--tenant <slug>', 'whose provider')
    .option('--model <name>', 'one of its models, for texts or audio; when left out, the first for texts, else the first that hears')
    .option('--json', 'print what POST /api/v1/ai/providers/{key}/test answers')
    .action(test);
}
