import { Command } from 'commander';
import { NewShare } from '../../../../server/src/attribution/shares/schema.ts';
import { getShareManifest } from '../../../../server/src/attribution/share-runs/service.ts';
import { createShare, listShares, revokeShare } from '../../../../server/src/attribution/shares/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { countText } from '../../count-text.ts';

const PAGE = 200;
const SHARE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface ListOptions {
  tenant: string;
  json?: boolean;
}

async function listAll({ tenant }: ListOptions) {
  return onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    let page = await listShares(context, actor, { limit: PAGE });
    const items = [...page.items];
    while (page.nextCursor !== null) {
      page = await listShares(context, actor, { limit: PAGE, after: Buffer.from(page.nextCursor, 'base64url').toString() });
      items.push(...page.items);
    }
    return items;
  });
}

async function list(options: ListOptions): Promise<void> {
  const shares = await listAll(options);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(shares)}\n`);
    return;
  }
  const lines = shares.map(({ id, state, campaign, partner, grantee }) => `${id}  ${state}  ${campaign}  ${partner}  ${grantee ?? '-'}`);
  process.stdout.write(lines.length === 0 ? 'There are no shares.\n' : `${lines.join('\n')}\n`);
}

interface CreateOptions {
  tenant: string;
  campaign: string;
  partner: string;
  expiresAt: string;
  matching?: boolean;
  breakdowns?: string;
  kinds?: string;
  from?: string;
  to?: string;
  minPeople?: string;
  value: boolean;
  spend?: boolean;
  json?: boolean;
}

function wordsOf(text: string | undefined): string[] | undefined {
  return text?.split(',').map((word) => word.trim());
}

/** @throws CommandError that says which option is wrong. */
function offerOf(options: CreateOptions): NewShare {
  const parsed = NewShare.safeParse({
    kind: options.matching === true ? 'matching' : 'report',
    campaign: options.campaign,
    partner: options.partner,
    expiresAt: options.expiresAt,
    breakdowns: wordsOf(options.breakdowns),
    conversionKinds: wordsOf(options.kinds),
    from: options.from,
    to: options.to,
    minPeople: options.minPeople === undefined ? undefined : Number(options.minPeople),
    showsValue: options.value,
    showsSpend: options.spend,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}

async function create(options: CreateOptions): Promise<void> {
  const offer = offerOf(options);
  const share = await onInstallation(async ({ context }) => createShare(context, await operatorOf(context, options.tenant), offer));
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(share)}\n`
      : `Share ${share.id} is offered.\nIts invitation code is shown this once; hand it to the other side:\n\n  ${share.invitationCode}\n`,
  );
}

async function revoke(id: string, { tenant, json }: { tenant: string; json?: boolean }): Promise<void> {
  if (!SHARE_ID.test(id)) throw new CommandError(`"${id}" is no id of a share; "earshot shares list" shows them.`);
  await onInstallation(async ({ context }) => revokeShare(context, await operatorOf(context, tenant), id));
  process.stdout.write(json === true ? `${JSON.stringify({ id, state: 'revoked' })}\n` : `Share ${id} is over.\n`);
}

async function verify(id: string, { tenant, json }: { tenant: string; json?: boolean }): Promise<void> {
  if (!SHARE_ID.test(id)) throw new CommandError(`"${id}" is no id of a share.`);
  const manifest = await onInstallation(async ({ context }) => getShareManifest(context, await operatorOf(context, tenant), id));
  const { run, computedAt, days, differences, outputHash, otherHash, isCurrent } = manifest;
  const events = days.reduce((sum, day) => sum + day.events, 0);
  const lines = differences.map(({ day, manifest: then, now }) => `  ${day}: ${then} in the run, ${now} now`);
  if (json === true) process.stdout.write(`${JSON.stringify(manifest)}\n`);
  else {
    process.stdout.write(
      [
        `Run ${run} of ${computedAt} took in ${countText(events, 'event')} of this tenant.`,
        isCurrent ? 'They are the same now.' : `They are not the same now:\n${lines.join('\n')}`,
        `Hash of the figures: ${outputHash}`,
        `Hash of the other side's events: ${otherHash}`,
        '',
      ].join('\n'),
    );
  }
  if (!isCurrent) process.exitCode = 1;
}

/** `earshot shares list`: the shares a tenant gives. */
export function listCommand(): Command {
  return new Command('list')
    .description('list the shares a tenant gives, those that are over too')
    .requiredOption('--tenant <slug>', 'the grantor')
    .option('--json', 'print them as a list, as GET /api/v1/shares has them')
    .action(list);
}

/** `earshot shares create`: an offer of one campaign's figures. */
export function createCommand(): Command {
  return new Command('create')
    .description("offer one campaign's figures to whoever is handed the invitation code, which is shown once")
    .requiredOption('--tenant <slug>', 'the grantor')
    .requiredOption('--campaign <key>', 'whose figures')
    .requiredOption('--partner <name>', 'whom it is for, in your words')
    .requiredOption('--expires-at <instant>', 'when it ends by itself, such as 2027-01-01T00:00:00Z')
    .option('--matching', 'match its exposures with the orders of the other side')
    .option('--breakdowns <list>', 'show, episode, placement, channel, day, by commas; show when left out')
    .option('--kinds <list>', 'kinds of conversions, by commas; all when left out')
    .option('--from <day>', 'conversions from this UTC day on')
    .option('--to <day>', 'conversions before this UTC day')
    .option('--min-people <number>', 'rows that fewer people stand behind are put together; 10 when left out')
    .option('--no-value', 'do not show credited value')
    .option('--spend', 'show booked spend')
    .option('--json', 'print the share with its invitationCode')
    .action(create);
}

/** `earshot shares revoke`: ends a share at once. */
export function revokeCommand(): Command {
  return new Command('revoke')
    .description('end a share; the other side sees nothing of it from the next request on')
    .argument('<id>', 'the share')
    .requiredOption('--tenant <slug>', 'the grantor')
    .option('--json', 'print {"id","state"}')
    .action(revoke);
}

/** `earshot shares verify`: the last run of a matching share against the tenant's own events. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description("check a matching share's last run against the tenant's own events; fails when they differ")
    .argument('<id>', 'the share')
    .requiredOption('--tenant <slug>', 'the grantor or the grantee')
    .option('--json', 'print the manifest, as GET /api/v1/shares/{id}/manifest has it')
    .action(verify);
}
