import { Command } from 'commander';
import { NewOperator, type OperatorAccess, type OperatorDetails, OperatorEmail } from '../../../../server/src/security/operators/schema.ts';
import { createOperator, disableOperator, listOperators, resetOperator } from '../../../../server/src/security/operators/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation } from '../../installation.ts';
import { columnsText } from '../../table-text.ts';

interface Options {
  json?: boolean;
}

function print({ json }: Options, value: unknown, text: string): void {
  process.stdout.write(`${json === true ? JSON.stringify(value) : text}\n`);
}

function cellsOf({ email, name, disabledAt }: OperatorDetails): string[] {
  return [email, disabledAt === null ? 'active' : `disabled since ${disabledAt}`, name];
}

function accessText(access: OperatorAccess): string {
  return [
    `${access.email} signs in with these, which are shown this once:`,
    '',
    `  password       ${access.password}`,
    `  authenticator  ${access.totpUri}`,
    '',
    'Sign in with POST /api/v1/platform/sessions.',
  ].join('\n');
}

function emailOf(text: string): string {
  const email = OperatorEmail.safeParse(text);
  if (!email.success) throw new CommandError(`"${text}" is no e-mail address.`);
  return email.data;
}

async function create({ email, name, ...options }: { email: string; name: string } & Options): Promise<void> {
  const input = NewOperator.safeParse({ email: emailOf(email), name });
  if (!input.success) throw new CommandError(`--name ${input.error.issues[0].message}.`);
  const access = await onInstallation(({ context }) => createOperator(context, 'system', input.data));
  print(options, access, accessText(access));
}

async function reset(email: string, options: Options): Promise<void> {
  const access = await onInstallation(({ context }) => resetOperator(context, 'system', emailOf(email)));
  print(options, access, accessText(access));
}

async function disable(email: string, options: Options): Promise<void> {
  const operator = await onInstallation(({ context }) => disableOperator(context, 'system', emailOf(email)));
  print(options, operator, cellsOf(operator).join('  '));
}

async function list(options: Options): Promise<void> {
  const items = await onInstallation(({ context }) => listOperators(context, 'system'));
  print(options, { items }, items.length === 0 ? 'There is no operator.' : columnsText(items.map(cellsOf)));
}

const ACCESS = 'print {"id","email","name","createdAt","disabledAt","password","totpUri"}';

/** `earshot operators create`: somebody who may administer the installation over HTTP. */
export function createOperatorCommand(): Command {
  return new Command('create')
    .description('create an operator; the password and the second factor are made up and shown once')
    .requiredOption('--email <address>', 'what the operator signs in with')
    .requiredOption('--name <name>', 'what people call the operator')
    .option('--json', ACCESS)
    .action(create);
}

/** `earshot operators reset`: a new password and second factor for one who lost them or was locked out. */
export function resetOperatorCommand(): Command {
  return new Command('reset')
    .description('give an operator a new password and second factor; the old ones and every session end')
    .argument('<email>', 'what the operator signs in with')
    .option('--json', ACCESS)
    .action(reset);
}

/** `earshot operators disable`: ends what an operator may do. */
export function disableOperatorCommand(): Command {
  return new Command('disable')
    .description("end an operator's sessions and let nobody sign in as them again")
    .argument('<email>', 'what the operator signs in with')
    .option('--json', 'print the operator')
    .action(disable);
}

/** `earshot operators list`: who may administer the installation. */
export function listOperatorsCommand(): Command {
  return new Command('list').description('list the operators, oldest first').option('--json', 'print {"items":[…]}').action(list);
}
