import { Command } from 'commander';
import { MailKindName, type MailChoice } from '../../../../server/src/tenants/mailchoices/schema.ts';
import { listMailChoices, putMailChoice } from '../../../../server/src/tenants/mailchoices/service.ts';
import { CommandError } from '../../command-error.ts';
import { argumentOf, print } from '../tenants/named.ts';
import { onMember } from './on-member.ts';
import { columnsText } from '../../table-text.ts';

interface Options {
  tenant: string;
  json?: boolean;
}

function whyOf({ isMailed, isAllowed, chosenAt }: MailChoice): string {
  if (!isAllowed) return 'their role may not read what it tells of';
  if (chosenAt !== null) return `chosen ${chosenAt}`;
  return isMailed ? 'as owners do unless they choose otherwise' : 'nothing was chosen';
}

function cellsOf(choice: MailChoice): string[] {
  return [choice.kind, choice.isMailed ? 'on' : 'off', whyOf(choice)];
}

async function show(email: string, { tenant, json }: Options): Promise<void> {
  const found = await onMember(email, tenant, (context, actor, personId) => listMailChoices(context, { ...actor, personId }));
  const { id, wanted, result: choices } = found;
  print(json, { id, email: wanted, choices }, columnsText(choices.map(cellsOf)));
}

async function set(email: string, name: string, state: string, { tenant, json }: Options): Promise<void> {
  const kind = argumentOf(MailKindName, 'The kind', name);
  if (state !== 'on' && state !== 'off') throw new CommandError(`The mails are to be "${state}"; use on or off.`);
  const done = await onMember(email, tenant, (context, actor, personId) =>
    putMailChoice(context, { ...actor, personId }, kind, state === 'on'),
  );
  const { id, wanted, result: choices } = done;
  print(json, { id, email: wanted, choices }, `Mails of ${kind} are ${state} for ${wanted} in ${tenant}.`);
}

/** `earshot members mails`: which mails of a tenant a member gets. */
export function memberMailsCommand(): Command {
  return new Command('mails')
    .description('list which mails of a tenant a member gets, and why')
    .argument('<email>', 'whose')
    .requiredOption('--tenant <slug>', 'of which tenant')
    .option('--json', 'print {"id","email","choices"}')
    .action(show);
}

/** `earshot members set-mail`: has a member get mails of a kind, or none. */
export function setMemberMailCommand(): Command {
  return new Command('set-mail')
    .description('have a member get mails of a kind, or none')
    .argument('<email>', 'whose')
    .argument('<kind>', MailKindName.options.join(', '))
    .argument('<state>', 'on or off')
    .requiredOption('--tenant <slug>', 'of which tenant')
    .option('--json', 'print {"id","email","choices"}')
    .action(set);
}
