import { Command } from 'commander';
import type { SavedView } from '../../../../server/src/tenants/views/schema.ts';
import { deleteSavedView, listSavedViews } from '../../../../server/src/tenants/views/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { columnsText } from '../../table-text.ts';

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

const cellsOf = ({ id, name, address }: SavedView) => [id, name, address];

function textOf(view: SavedView): string {
  return [
    `name     ${view.name}`,
    `id       ${view.id}`,
    `address  ${view.address}`,
    `saved    ${view.createdAt} by ${view.createdBy}`,
  ].join('\n');
}

async function list({ tenant, json }: Named): Promise<void> {
  const items = await onInstallation(async ({ context }) => listSavedViews(context, await operatorOf(context, tenant)));
  print(json, { items }, items.length === 0 ? 'No view is saved for everybody.' : columnsText(items.map(cellsOf)));
}

/** `earshot views list`: the rooms that everybody of a tenant finds as somebody saved them. */
export function listViewsCommand(): Command {
  return new Command('list')
    .description('list the saved views that everybody of a tenant sees, by name')
    .requiredOption('--tenant <slug>', 'whose')
    .option('--json', 'print {"items":[…]}')
    .action(list);
}

/** The view of an id or, where only one has it, of a name. @throws CommandError for none, and for several of one name. */
function viewOf(views: readonly SavedView[], asked: string): SavedView {
  const found = views.filter(({ id, name }) => id === asked || name === asked);
  if (found.length === 1) return found[0];
  if (found.length === 0) throw new CommandError(`"${asked}" is neither the id nor the name of a view that everybody sees.`);
  throw new CommandError(`"${asked}" is the name of ${found.length} views; name one by its id: ${found.map(({ id }) => id).join(', ')}.`);
}

async function show(asked: string, { tenant, json }: Named): Promise<void> {
  const view = await onInstallation(async ({ context }) => viewOf(await listSavedViews(context, await operatorOf(context, tenant)), asked));
  print(json, view, textOf(view));
}

/** `earshot views show`: one saved view. */
export function showViewCommand(): Command {
  return new Command('show')
    .description('show a saved view with the address that it opens')
    .argument('<view>', 'its id, or its name')
    .requiredOption('--tenant <slug>', 'whose')
    .option('--json', 'print it as the API has it')
    .action(show);
}

async function remove(asked: string, { tenant, json }: Named): Promise<void> {
  const { id, name } = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    const view = viewOf(await listSavedViews(context, actor), asked);
    await deleteSavedView(context, actor, view.id);
    return view;
  });
  print(json, { id, name }, `The view ${name} is deleted.`);
}

/** `earshot views delete`: forgets a saved view. */
export function deleteViewCommand(): Command {
  return new Command('delete')
    .description('forget a saved view; the room itself stays')
    .argument('<view>', 'its id, or its name')
    .requiredOption('--tenant <slug>', 'whose')
    .option('--json', 'print {"id","name"}')
    .action(remove);
}
