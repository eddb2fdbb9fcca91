import { withInstallation } from '../../server/src/main.ts';
import { actorForTenant } from '../../server/src/tenants/service.ts';
import { CommandError } from './command-error.ts';
import { stopSignal } from './stop-signal.ts';

type Context = Parameters<Parameters<typeof withInstallation>[0]>[0];

/** What a command works on. */
interface Ground {
  context: Context;
  dataDir: string;
  /** Aborts when the person wants the command to end; what ignores it is waited for. */
  stop: AbortSignal;
}

/**
 * Runs a command's work on the installation of the environment. A signal never cuts it off: a database that was started for this command is
 * always stopped after it.
 */
export function onInstallation<Result>(work: (ground: Ground) => Promise<Result>): Promise<Result> {
  const stop = stopSignal();
  return withInstallation((context, dataDir) => work({ context, dataDir, stop }));
}

/** The operator, acting on the tenant that `--tenant` names. @throws CommandError when there is none of that slug. */
export async function operatorOf(context: Context, slug: string) {
  const actor = await actorForTenant(context, 'system', slug);
  if (actor) return actor;
  throw new CommandError(`There is no tenant "${slug}". "earshot tenants create --name NAME --slug ${slug}" creates it.`);
}
