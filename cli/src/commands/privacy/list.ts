import { Command } from 'commander';
import type { PrivacyRequest } from '../../../../server/src/privacy/requests/schema.ts';
import { listPrivacyRequests } from '../../../../server/src/privacy/requests/service.ts';
import { onInstallation, operatorOf } from '../../installation.ts';

interface Options {
  tenant: string;
  json?: boolean;
}

const PAGE = 200;

function line({ id, kind, status, dueAt, isOverdue }: PrivacyRequest): string {
  return `${id}  ${kind.padEnd(13)}  ${status.padEnd(11)}  due ${dueAt.slice(0, 10)}${isOverdue ? '  OVERDUE' : ''}\n`;
}

async function list(options: Options): Promise<void> {
  const requests = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, options.tenant);
    const all: PrivacyRequest[] = [];
    for (let after: string | undefined; ;) {
      const page = await listPrivacyRequests(context, actor, { limit: PAGE, after });
      all.push(...page.items);
      if (page.nextCursor === null) return all;
      after = Buffer.from(page.nextCursor, 'base64url').toString();
    }
  });
  process.stdout.write(
    options.json === true ? `${JSON.stringify(requests)}\n` : requests.map(line).join('') || 'There are no privacy requests.\n',
  );
}

/** `earshot privacy list`: a tenant's privacy requests, newest first. */
export function listPrivacyCommand(): Command {
  return new Command('list')
    .description('list privacy requests, newest first, and which are overdue')
    .requiredOption('--tenant <slug>', 'whose requests')
    .option('--json', 'print them as a list')
    .action(list);
}
