import { refusal } from './errors.ts';
import { demand, demandPublicUrl, type Reader, readEdgePart, readerOf, secretsOf, type Settings } from './settings.ts';

/** What answering public addresses needs of them, and what looking into a spool does. */
export type EdgeSettings = Pick<
  Settings,
  | 'env'
  | 'port'
  | 'host'
  | 'dataDir'
  | 'publicUrl'
  | 'trustedProxies'
  | 'edgeKeys'
  | 'upstreamUrl'
  | 'spoolMaxBytes'
  | 'stopMs'
  | 'logLevel'
>;

/** A redirector, which has the edge key alone; or whatever looks into a spool, with whichever key is there. */
type EdgeRole = 'redirector' | 'spool';

const KEY_FOR_REDIRECTORS = 'what "earshot edge key" prints on the main installation';

function demandOfRedirector(
  reader: Reader,
  { env, edgeKey, secret }: { env: string; edgeKey: Buffer | undefined; secret: string | undefined },
): void {
  if (secret !== undefined && env === 'production')
    reader.problems.push(`EARSHOT_SECRET_KEY is set, and a redirector must not have it; set EARSHOT_EDGE_KEY to ${KEY_FOR_REDIRECTORS}.`);
  else if (secret === undefined)
    demand(reader, 'EARSHOT_EDGE_KEY', edgeKey?.toString('hex'), `is not set; set it to ${KEY_FOR_REDIRECTORS}.`);
}

/**
 * Reads and checks what a redirector needs, which is the edge key in place of the secret; outside production the secret does as well. What
 * looks into a spool takes whichever key there is. Fails as `readSettings` does.
 */
export function readEdgeSettings(env: NodeJS.ProcessEnv, cwd: string, role: EdgeRole): EdgeSettings {
  const folder = env.INIT_CWD || cwd;
  const reader = readerOf(env, folder);
  const { edge, given } = readEdgePart(reader, folder);
  const { edgeKey, previousEdgeKey } = given;
  if (role === 'redirector') {
    demandPublicUrl(reader, edge);
    demandOfRedirector(reader, { env: edge.env, edgeKey, secret: given.secret });
  }
  if (reader.problems.length > 0) throw refusal(reader.problems.join('\n'));
  if (edgeKey) return { ...edge, edgeKeys: { edgeKey, previousEdgeKey } };
  return { ...edge, edgeKeys: secretsOf(edge.dataDir, given).edgeKeys };
}

/** As `readEdgeSettings`, of this process's own environment. */
export function edgeSettingsOfProcess(role: EdgeRole): EdgeSettings {
  return readEdgeSettings(process.env, process.cwd(), role);
}
