import { countDifferingDays } from '../../cost/entries/service.ts';
import { lookAtQueues } from '../../metering/queues/service.ts';
import type { Context } from '../../platform/context.ts';
import { askCatalogue } from '../../platform/health.ts';
import { type Check, failed, ok, sentenceOf, tenantsText, warning } from './rules.ts';

const NOTABLE_WAIT_SECONDS = 300;
const MOST_WAIT_SECONDS = 3_600;

/** Whether tables, policies, grants and roles keep tenants apart. */
export async function checkIsolation({ db }: Context): Promise<Check> {
  try {
    await askCatalogue(db);
  } catch (error) {
    return failed('isolation', sentenceOf(error), 'Undo what was changed by hand; do not serve before that.');
  }
  return ok('isolation', 'Tables, policies, grants and roles keep tenants apart.');
}

/** For how long background work has waited. */
export async function checkQueues(context: Context, actor: 'system'): Promise<Check> {
  const queues = await lookAtQueues(context, actor);
  const waiting = queues.filter(({ rows }) => rows > 0).sort((a, b) => (b.oldestSeconds ?? 0) - (a.oldestSeconds ?? 0));
  if (waiting.length === 0) return ok('queues', 'No background work waits.');
  const [{ name, oldestSeconds, rows }] = waiting;
  const age = oldestSeconds ?? 0;
  const longest =
    oldestSeconds === null ? `as in ${name}: ${rows} rows` : `longest in ${name}: ${rows} rows for up to ${Math.round(age)} s`;
  const detail = `Work waits in ${waiting.length} of ${queues.length} queues, ${longest}.`;
  const fix = 'See whether a server or a worker ("earshot serve --role worker") runs, and what its log says; after a large import, wait.';
  if (age > MOST_WAIT_SECONDS) return failed('queues', detail, fix);
  return age > NOTABLE_WAIT_SECONDS ? warning('queues', detail, fix) : ok('queues', detail);
}

/** Whether the sums that bills are told by are what their entries come to. */
export async function checkCosts(context: Context, actor: 'system', slugs: ReadonlyMap<string, string>): Promise<Check> {
  const differing: string[] = [];
  for (const [tenantId, slug] of slugs) {
    const count = await countDifferingDays(context, actor, tenantId);
    if (count > 0) differing.push(`${slug} (${count})`);
  }
  if (differing.length === 0) return ok('costs', `The daily sums of costs of ${tenantsText(slugs.size)} are what the entries come to.`);
  return failed(
    'costs',
    `Daily sums of costs are not what their entries come to: ${differing.slice(0, 5).join(', ')}.`,
    'Send no bill of these tenants; the entries are right, and this is a fault of Earshot: report it with what the log says.',
  );
}
