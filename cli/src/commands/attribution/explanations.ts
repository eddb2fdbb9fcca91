import { Command } from 'commander';
import { type ExplanationLink, NewExplanationLink } from '../../../../server/src/attribution/explanation-links/schema.ts';
import {
  createExplanationLink,
  listExplanationLinks,
  revokeExplanationLink,
} from '../../../../server/src/attribution/explanation-links/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';

const LINK_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

interface ShareOptions extends Named {
  model?: string;
  unit?: string;
  lookbackDays?: string;
  halfLifeDays?: string;
  minEvidence?: string;
  days?: string;
  note?: string;
  ids?: boolean;
  restatement?: boolean;
}

/** @throws CommandError that says which option is wrong. */
function linkOf(options: ShareOptions): NewExplanationLink {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  const parsed = NewExplanationLink.safeParse({
    model: options.model,
    unit: options.unit,
    lookbackDays: number(options.lookbackDays),
    halfLifeDays: number(options.halfLifeDays),
    minEvidence: options.minEvidence,
    expiresInDays: number(options.days),
    note: options.note,
    showsIds: options.ids,
    tellsRestatement: options.restatement,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}

async function share(conversionId: string, options: ShareOptions): Promise<void> {
  const input = linkOf(options);
  const link = await onInstallation(async ({ context }) =>
    createExplanationLink(context, await operatorOf(context, options.tenant), { conversionId, input }),
  );
  print(options.json, link, `The page ${link.id} answers until ${link.expiresAt}. Its address is shown this once:\n\n  ${link.address}`);
}

/** `earshot explanations share`: a signed page of one conversion's explanation. */
export function shareExplanationCommand(): Command {
  return new Command('share')
    .description('make a signed page that explains one conversion to whoever has its address, which is shown once')
    .argument('<conversion>', 'the conversion, by the id that was sent')
    .requiredOption('--tenant <slug>', 'whose conversion')
    .option('--model <name>', "the model; the tenant's default when left out")
    .option('--unit <unit>', 'what data-driven models tell apart; show when left out')
    .option('--lookback-days <days>', 'how long before the conversion a touchpoint may lie')
    .option('--half-life-days <days>', 'of time_decay')
    .option('--min-evidence <class>', 'the weakest evidence that counts')
    .option('--days <days>', 'how long the page answers, 1 to 365; 30 when left out')
    .option('--note <text>', 'stands on the page')
    .option('--ids', 'show the ids of conversion and touchpoints')
    .option('--restatement', 'tell what it is worth now, once it was restated')
    .option('--json', 'print the link with its address')
    .action(share);
}

function lineOf({ id, state, conversionId, model, expiresAt, views }: ExplanationLink): string {
  return `${id}  ${state}  ${conversionId ?? '-'}  ${model}  until ${expiresAt}  opened ${views} times`;
}

async function list({ tenant, conversion, json }: Named & { conversion?: string }): Promise<void> {
  const links = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return everyPage((page) => listExplanationLinks(context, actor, conversion, page));
  });
  print(json, links, links.length === 0 ? 'There are no such pages.' : links.map(lineOf).join('\n'));
}

/** `earshot explanations list`: the pages that explain conversions. */
export function listExplanationsCommand(): Command {
  return new Command('list')
    .description('list the pages that explain conversions, those that are over too, the newest first')
    .requiredOption('--tenant <slug>', 'whose pages')
    .option('--conversion <id>', 'of this conversion alone')
    .option('--json', 'print them as the API has them')
    .action(list);
}

async function revoke(id: string, { tenant, json }: Named): Promise<void> {
  if (!LINK_ID.test(id)) throw new CommandError(`"${id}" is no id of a page; "earshot explanations list" shows them.`);
  await onInstallation(async ({ context }) => revokeExplanationLink(context, await operatorOf(context, tenant), id));
  print(json, { id, state: 'revoked' }, `The page ${id} is gone.`);
}

/** `earshot explanations revoke`: ends a page at once. */
export function revokeExplanationCommand(): Command {
  return new Command('revoke')
    .description('end a page; its address shows nothing from the next request on')
    .argument('<id>', 'the page, as "earshot explanations list" shows it')
    .requiredOption('--tenant <slug>', 'whose page')
    .option('--json', 'print {"id","state"}')
    .action(revoke);
}
