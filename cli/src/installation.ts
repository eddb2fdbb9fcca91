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

/** What a command says that found no tenant of a slug: how to go on where the installation is the right one. */
export class NoSuchTenant extends CommandError {
  readonly slug: string;
  readonly advice: string;

  constructor(slug: string, advice: string) {
    super(`There is no tenant "${slug}". ${advice}`);
    this.slug = slug;
    this.advice = advice;
  }
}

type Place = Parameters<Parameters<typeof withInstallation>[1]>[0];

/** Says before the work that a data folder is new, which also tells somebody in the wrong folder. */
function announce({ dataDir, isNew }: Place): void {
  if (isNew) process.stderr.write(`earshot: there is no installation in ${dataDir} yet; making a new one there\n`);
}

/** The same refusal with where the tenant was looked for: the likeliest cause is a command in another folder than the installation's. */
function located({ slug, advice }: NoSuchTenant, { dataDir, isEmbedded, isNew }: Place): CommandError {
  const none = `There is no tenant "${slug}" in the`;
  if (!isEmbedded) return new CommandError(`${none} database of DATABASE_URL. ${advice}`);
  const elsewhere = "call this in the folder where Earshot was started, or set EARSHOT_DATA_DIR to that installation's data folder";
  if (isNew)
    return new CommandError(`${none} data folder ${dataDir}, which is new: this command made it. To reach an older one, ${elsewhere}.`);
  return new CommandError(`${none} data folder ${dataDir}. ${advice} If it is in another one, ${elsewhere}.`);
}

/**
 * Runs a command's work on the installation of the environment. A signal never cuts it off: a database that was started for this command is
 * always stopped after it. Where there is no installation yet, one is made, and standard error says so.
 */
export async function onInstallation<Result>(work: (ground: Ground) => Promise<Result>): Promise<Result> {
  const stop = stopSignal();
  let place: Place | undefined;
  const onOpening = (opened: Place) => announce((place = opened));
  try {
    return await withInstallation((context, dataDir) => work({ context, dataDir, stop }), onOpening);
  } catch (error) {
    throw error instanceof NoSuchTenant && place !== undefined ? located(error, place) : error;
  }
}

/** The operator, acting on the tenant that `--tenant` names. @throws NoSuchTenant when there is none of that slug. */
export async function operatorOf(context: Context, slug: string) {
  const actor = await actorForTenant(context, 'system', slug);
  if (actor) return actor;
  throw new NoSuchTenant(slug, `"earshot tenants create --name NAME --slug ${slug}" creates it.`);
}
