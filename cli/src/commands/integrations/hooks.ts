import { Command, Option } from 'commander';
import { replayDelivery, replayRange } from '../../../../server/src/integrations/hooks/service.ts';
import { DELIVERY_STATES, type DeliveryState, type HookDelivery } from '../../../../server/src/tracking/deliveries/schema.ts';
import { getDelivery, listDeliveries, openDelivery } from '../../../../server/src/tracking/deliveries/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { startProgress } from '../../progress.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** States of deliveries that brought nothing and might bring something. */
const LEFT = ['failed', 'set_aside', 'unknown_topic', 'refused'] as const;

function line({ id, source, topic, state, reason, receivedAt }: HookDelivery): string {
  return `${id}  ${receivedAt}  ${source}  ${topic ?? '-'}  ${state}${reason === null ? '' : `: ${reason}`}\n`;
}

function checkedId(id: string): string {
  if (!UUID.test(id)) throw new CommandError(`"${id}" is no id of a delivery; "earshot hooks list" shows them.`);
  return id;
}

interface ListOptions {
  tenant: string;
  source?: string;
  state?: DeliveryState;
  limit: string;
  json?: boolean;
}

async function list({ tenant, source, state, limit, json }: ListOptions): Promise<void> {
  const most = Number(limit);
  if (!Number.isInteger(most) || most < 1 || most > 200) throw new CommandError('--limit is a whole number from 1 to 200.');
  const { items } = await onInstallation(async ({ context }) =>
    listDeliveries(context, await operatorOf(context, tenant), { source, state }, { limit: most }),
  );
  process.stdout.write(json === true ? `${JSON.stringify(items)}\n` : items.map(line).join(''));
}

/** `earshot hooks list`: what shops and tools delivered to a tenant, newest first. */
export function listHooksCommand(): Command {
  return new Command('list')
    .description('list what shops and tools delivered within 60 days, newest first')
    .requiredOption('--tenant <slug>', 'to whom')
    .option('--source <key>', 'only from this source')
    .addOption(new Option('--state <state>', 'only in this state').choices(DELIVERY_STATES))
    .option('--limit <count>', 'at most so many, 1 to 200', '50')
    .option('--json', 'print them as a list')
    .action(list);
}

interface ShowOptions {
  tenant: string;
  body?: boolean;
  json?: boolean;
}

async function show(id: string, { tenant, body, json }: ShowOptions): Promise<void> {
  const shown = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    const delivery = await getDelivery(context, actor, checkedId(id));
    return { delivery, content: body === true ? await openDelivery(context, actor, id) : undefined };
  });
  const { delivery, content } = shown;
  if (json === true) process.stdout.write(`${JSON.stringify(content ? { ...delivery, content } : delivery)}\n`);
  else if (content) process.stdout.write(Buffer.from(content.body, 'base64'));
  else process.stdout.write(`${line(delivery)}${delivery.made.map((made) => `  ${made}\n`).join('')}`);
}

/** `earshot hooks show`: what became of one delivery, or its body as it came. */
export function showHookCommand(): Command {
  return new Command('show')
    .description('show what became of a delivery, or print its body as it came')
    .argument('<id>', 'the delivery')
    .requiredOption('--tenant <slug>', 'whose it is')
    .option('--body', 'print the body, byte for byte; this is recorded in the audit log')
    .option('--json', 'print it as an object')
    .action(show);
}

interface ReplayOptions {
  tenant: string;
  source?: string;
  state: readonly DeliveryState[];
  from?: string;
  to?: string;
  json?: boolean;
}

/** An instant, or the beginning of a day in UTC. */
function instantOf(text: string | undefined, name: string, other: string): string {
  if (text === undefined) return other;
  const ms = Date.parse(DAY.test(text) ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(ms)) throw new CommandError(`--${name} is a day such as 2026-11-20, or an instant such as 2026-11-20T10:00:00Z.`);
  return new Date(ms).toISOString();
}

async function replayAll(options: ReplayOptions, source: string): Promise<HookDelivery[]> {
  const range = {
    source,
    states: options.state,
    from: instantOf(options.from, 'from', '1970-01-01T00:00:00.000Z'),
    to: instantOf(options.to, 'to', '9999-01-01T00:00:00.000Z'),
  };
  const progress = startProgress({ label: 'replaying', unit: 'deliveries' });
  const replayed: HookDelivery[] = [];
  const heard = (delivery: HookDelivery): void => {
    replayed.push(delivery);
    progress.advance(1);
  };
  try {
    await onInstallation(async ({ context, stop }) =>
      replayRange(context, await operatorOf(context, options.tenant), range, { heard, signal: stop }),
    );
  } finally {
    progress.done();
  }
  return replayed;
}

async function replay(id: string | undefined, options: ReplayOptions): Promise<void> {
  const { source, tenant, json } = options;
  if ((id === undefined) === (source === undefined)) throw new CommandError('Name one delivery, or a --source whose deliveries are meant.');
  const replayed =
    source === undefined
      ? [await onInstallation(async ({ context }) => replayDelivery(context, await operatorOf(context, tenant), checkedId(String(id))))]
      : await replayAll(options, source);
  if (json === true) process.stdout.write(`${JSON.stringify(replayed)}\n`);
  else process.stdout.write(replayed.map(line).join('') || 'Nothing of this source can be replayed there.\n');
}

/** `earshot hooks replay`: works on deliveries once more. */
export function replayHooksCommand(): Command {
  return new Command('replay')
    .description('work once more on a delivery, or on all of a source that brought nothing; what they brought is not brought again')
    .argument('[id]', 'the delivery')
    .requiredOption('--tenant <slug>', 'whose it is')
    .option('--source <key>', 'in place of one delivery: all of this source')
    .addOption(new Option('--state <states...>', 'only in these states').choices(DELIVERY_STATES).default(LEFT))
    .option('--from <time>', 'only those received from here on')
    .option('--to <time>', 'only those received before here')
    .option('--json', 'print what became of them as a list')
    .action(replay);
}
