import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { checkExplanation } from '../../../../server/src/attribution/explanation-links/rules.ts';
import { ExplanationKeys, SignedExplanation } from '../../../../server/src/attribution/explanation-links/schema.ts';
import { CommandError } from '../../command-error.ts';
import { resolvePath } from '../../working-folder.ts';
import { countText } from '../../count-text.ts';

const STANDARD_INPUT = 0;

function readJson(file: string, what: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? STANDARD_INPUT : resolvePath(file), 'utf8');
  } catch (cause) {
    throw new CommandError(`The ${what} ${file} cannot be read; name a file that is there.`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandError(`The ${what} ${file} is no JSON.`, { cause });
  }
}

const KEYS_PATH = '/.well-known/explanation-keys.json';

/** What is said to whoever named no keys: where those of the statement's issuer stand, as the statement itself has it. */
function keysAreMissing(file: string): CommandError {
  const signed = SignedExplanation.safeParse(readJson(file, 'explanation'));
  const issuer = signed.success ? signed.data.statement.issuer.replace(/\/+$/, '') : 'ADDRESS';
  const caution = signed.success ? ', if that is who you expect to have signed it,' : ' of whoever signed it';
  return new CommandError(`--key is missing. Save the keys from ${issuer}${KEYS_PATH}${caution} and name that file with --key.`);
}

function verify(file: string, { key, json }: { key?: string; json?: boolean }): void {
  if (key === undefined) throw keysAreMissing(file);
  const keys = ExplanationKeys.safeParse(readJson(key, 'key file'));
  if (!keys.success) throw new CommandError(`The key file ${key} holds no keys; get them from ${KEYS_PATH} of whoever signed.`);
  const { statement, faults } = checkExplanation(readJson(file, 'explanation'), keys.data);
  const verdict = faults.length === 0 ? 'genuine' : 'not_genuine';
  const told = statement && { issuer: statement.issuer, tenant: statement.tenant, asOf: statement.asOf, credits: statement.credits.length };
  if (json === true) process.stdout.write(`${JSON.stringify({ verdict, faults, ...told })}\n`);
  else if (faults.length > 0) process.stdout.write(`It does not hold:\n${faults.map((fault) => `  ${fault}`).join('\n')}\n`);
  else if (statement)
    process.stdout.write(
      `Signed by ${statement.issuer} for ${statement.tenant}, as known at ${statement.asOf}.\n` +
        `Every weight and every amount of its ${countText(statement.credits.length, 'credit')} comes out again.\n`,
    );
  if (faults.length > 0) process.exitCode = 1;
}

/** `earshot explanations verify`: whether a signed explanation is genuine and comes out again. */
export function verifyExplanationCommand(): Command {
  return new Command('verify')
    .description('check the signature of an explanation and compute it again; needs no server and no database')
    .argument('<file>', 'the signed statement as its page hands it out, or - for standard input')
    .option('--key <file>', `the public keys of whoever signed it, as saved from ${KEYS_PATH} of their installation; needed`)
    .option('--json', 'print {"verdict","faults","issuer","tenant","asOf","credits"}')
    .action(verify);
}
