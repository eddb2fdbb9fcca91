import type { QuotaState } from '../../../../server/src/tenants/quotas/schema.ts';
import type { TenantDetails } from '../../../../server/src/tenants/lifecycle/schema.ts';
import { findTenantBySlug } from '../../../../server/src/tenants/service.ts';
import { CommandError } from '../../command-error.ts';
import { NoSuchTenant, onInstallation } from '../../installation.ts';

type Context = Parameters<Parameters<typeof onInstallation>[0]>[0]['context'];

/** The id of the tenant with this slug. @throws NoSuchTenant when there is none. */
export async function tenantOf(context: Context, slug: string): Promise<string> {
  const tenantId = await findTenantBySlug(context, 'system', slug);
  if (tenantId !== undefined) return tenantId;
  throw new NoSuchTenant(slug, '"earshot tenants list" shows those there are.');
}

/** Runs a command's work on one tenant of the installation. */
export function onTenant<Result>(slug: string, work: (context: Context, tenantId: string) => Promise<Result>): Promise<Result> {
  return onInstallation(async ({ context }) => work(context, await tenantOf(context, slug)));
}

/** What reads an argument. */
interface Schema<Value> {
  safeParse(text: unknown): { success: true; data: Value } | { success: false; error: { issues: { message: string }[] } };
}

/** The value of an argument. @throws CommandError when it is not what `schema` takes. */
export function argumentOf<Value>(schema: Schema<Value>, name: string, text: unknown): Value {
  const read = schema.safeParse(text);
  if (read.success) return read.data;
  throw new CommandError(`${name} ${read.error.issues[0].message}.`);
}

/** What people are told of a tenant at a glance. */
export function cellsOf({ slug, name, tier, state, eraseAfter }: TenantDetails): string[] {
  const end = eraseAfter === null ? '' : `, deleted after ${eraseAfter}`;
  return [slug, tier, `${state}${end}`, name];
}

/** A tenant in one line, for people. */
export function lineOf(tenant: TenantDetails): string {
  return cellsOf(tenant).join('  ');
}

/** How much of a quota is used, for people. What is counted by the minute is known to each process alone. */
export function usedText({ used, limit, source }: Pick<QuotaState, 'used' | 'limit' | 'source'>): string {
  const most = limit === null ? 'no limit' : limit.toLocaleString('en-US');
  return used === null ? `${most} (${source})` : `${used.toLocaleString('en-US')} of ${most} (${source})`;
}

/** Prints a result as JSON when that was asked for, and otherwise as text. */
export function print(json: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(`${json === true ? JSON.stringify(value) : text}\n`);
}
