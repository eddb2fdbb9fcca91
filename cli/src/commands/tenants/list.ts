import { Command } from 'commander';
import { listTenants } from '../../../../server/src/security/administration/service.ts';
import type { TenantDetails } from '../../../../server/src/tenants/lifecycle/schema.ts';
import { onInstallation } from '../../installation.ts';
import { columnsText } from '../../table-text.ts';
import { cellsOf, print } from './named.ts';

const PAGE = 200;

async function list({ json }: { json?: boolean }): Promise<void> {
  const items = await onInstallation(async ({ context }) => {
    const all: TenantDetails[] = [];
    for (;;) {
      const { items: found } = await listTenants(context, 'system', { limit: PAGE, after: all.at(-1)?.id });
      all.push(...found);
      if (found.length < PAGE) return all;
    }
  });
  print(json, { items }, items.length === 0 ? 'There is no tenant.' : columnsText(items.map(cellsOf)));
}

/** `earshot tenants list`: who there is. */
export function listCommand(): Command {
  return new Command('list').description('list the tenants, oldest first').option('--json', 'print {"items":[…]}').action(list);
}
