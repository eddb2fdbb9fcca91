import { Command } from 'commander';
import { disablePerson, enablePerson } from '../../../../server/src/security/disabling/service.ts';
import { onInstallation } from '../../installation.ts';

interface Options {
  email: string;
  json?: boolean;
}

function tell({ email, json }: Options, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify({ email })}\n` : `${email} ${text}\n`);
}

async function disable(options: Options): Promise<void> {
  await onInstallation(({ context }) => disablePerson(context, 'system', options.email));
  tell(options, 'is signed out everywhere and gets in no more.');
}

async function enable(options: Options): Promise<void> {
  await onInstallation(({ context }) => enablePerson(context, 'system', options.email));
  tell(options, 'may sign in again.');
}

function commandOf(name: string, description: string, action: (options: Options) => Promise<void>): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--email <address>', 'the address they sign in with')
    .option('--json', 'print {"email"}')
    .action(action);
}

/** `earshot people disable`: lets a person in no more, whatever tenants they belong to. */
export function peopleDisableCommand(): Command {
  return commandOf('disable', 'let a person in no more: their sessions, links and grants end', disable);
}

/** `earshot people enable`: lets a disabled person in again. */
export function peopleEnableCommand(): Command {
  return commandOf('enable', 'let a person in again who was disabled', enable);
}
