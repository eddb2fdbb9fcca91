import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type EdgeKeys, edgeKeysOf } from './edge-key.ts';
import { masterKeyOf } from './sealing.ts';
import { obtainSecretKey, readPreviousSecretKey, SECRET_KEY_LENGTH } from './secret-key.ts';
import { refusal } from './errors.ts';
import type { OperatorAi } from './operator-ai.ts';
import { AI_SETTINGS, readOperatorAi } from './settings-ai.ts';
import { BACKUP_SETTINGS, readBackupSettings } from './settings-backup.ts';
import { PROVIDER_SETTINGS, readOperatorProvider } from './settings-provider.ts';
import { REDIRECTOR_SETTINGS } from './settings-redirector.ts';
import { readTracing, TRACING_SETTINGS } from './settings-tracing.ts';
import {
  asDatabaseUrl,
  asEdgeKey,
  asFolder,
  asHost,
  asCount,
  asMebibytes,
  asNetwork,
  asOrigin,
  asPort,
  asSecretKey,
  asSender,
  asSmtpUrl,
  BadValue,
  list,
  oneOf,
} from './settings-values.ts';

/** What the operator decides about an installation, read once from the environment. */
export interface Settings {
  env: 'development' | 'production';
  /** 0 asks the system for a free port. */
  port: number;
  host: string;
  /** The address of the operator's own PostgreSQL with its login `app`; undefined means the embedded one. */
  databaseUrl: string | undefined;
  databaseOwnerUrl: string | undefined;
  /** An absolute path. */
  dataDir: string;
  /** The folder of what all processes of an installation write to, an absolute path. */
  sharedDir: string;
  secretKey: string;
  /** The secret before this one, while what it sealed is brought under the present one. */
  previousSecretKey: string | undefined;
  /** True when the secret is the data folder's own, not given by the environment. */
  isSecretKeyKept: boolean;
  /** Scheme, host and port, without a slash at the end. */
  publicUrl: string | undefined;
  demo: boolean;
  /** Addresses and CIDR ranges. */
  trustedProxies: string[];
  corsOrigins: string[];
  /** Addresses and CIDR ranges that outgoing requests may reach beside the public internet. */
  outboundNetworks: string[];
  /** Where a service tells of breached passwords by the first five digits of their hash, with a slash at the end; undefined asks none. */
  breachedPasswordsUrl: string | undefined;
  /** Where mail is handed over; undefined writes it to the log, which production refuses. */
  smtpUrl: string | undefined;
  mailFrom: string;
  /** The operator's own identity provider, by which people may sign in. */
  operatorProvider: { issuer: string; clientId: string; clientSecret: string } | undefined;
  /** What the operator has with vendors of AI. */
  operatorAi: OperatorAi;
  /** Where backups go; an absolute path. */
  backupDir: string;
  /** How many hours apart the server makes them; 0 for never. */
  backupHours: number;
  backupKeep: number;
  /** The key of public addresses, and the one before it; they follow from the secrets. */
  edgeKeys: EdgeKeys;
  /** Where a redirector reaches the main installation, without a slash at the end. */
  upstreamUrl: string | undefined;
  /** What the files of public requests that wait may come to together. */
  spoolMaxBytes: number;
  /** How long a process that was asked to stop may take to finish what is under way. */
  stopMs: number;
  /** Where traces go, without a slash at the end, and the share of them from 0 to 1; undefined traces nothing. */
  tracing: { endpoint: string; share: number } | undefined;
  logLevel: string;
}

/** One environment variable of this version. Its value can also stand in a file that `NAME_FILE` names. */
export interface Setting {
  name: string;
  /** Empty when there is no default. */
  default: string;
  description: string;
  secret: boolean;
}

const ENVIRONMENTS = ['development', 'production'] as const;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Every setting that this version reads, in the order of its documentation. */
export const SETTINGS = [
  { name: 'PORT', default: '8080', description: 'Port of dashboard and API; 0 takes any free one.', secret: false },
  {
    name: 'HOST',
    default: '127.0.0.1',
    description: 'Address to listen on; `localhost` for IPv4 and IPv6 of this machine alone, `0.0.0.0` for every IPv4 interface.',
    secret: false,
  },
  {
    name: 'DATABASE_URL',
    default: '',
    description:
      'PostgreSQL 15 or later (15.14, 16.10, 17.6, 18.0 or newer) to use instead of the embedded one, with the login `app`: ' +
      '`postgres://app:PASSWORD@HOST:5432/DATABASE`. The other logins use the same address with passwords derived from ' +
      '`EARSHOT_SECRET_KEY`.',
    secret: true,
  },
  {
    name: 'DATABASE_OWNER_URL',
    default: '',
    description:
      'The same database with a login that may create roles. Only needed while migrating; it creates the logins, `app` with the ' +
      'password of `DATABASE_URL`.',
    secret: true,
  },
  {
    name: 'EARSHOT_DATA_DIR',
    default: './.earshot',
    description: 'Folder of the embedded database, its log and the generated secret. A relative path starts where the command was called.',
    secret: false,
  },
  {
    name: 'EARSHOT_SHARED_DIR',
    default: '',
    description:
      'Folder of what every process of an installation must write to, `erasures.ndjson` and `audit-checkpoints/`, where each has a data ' +
      'folder of its own; the data folder when empty.',
    secret: false,
  },
  {
    name: 'EARSHOT_SECRET_KEY',
    default: '',
    description:
      `The installation's secret, at least ${SECRET_KEY_LENGTH} characters. Seals keys and derives the database passwords: keep a copy. ` +
      'Required in production; otherwise made once, in `secret.key` of the data folder. Redirectors get `EARSHOT_EDGE_KEY` instead.',
    secret: true,
  },
  {
    name: 'EARSHOT_PREVIOUS_SECRET_KEY',
    default: '',
    description:
      'The secret before `EARSHOT_SECRET_KEY`, while the secret is being changed: what it sealed can still be read. Remove it once ' +
      '`earshot secret-key rotate` is done.',
    secret: true,
  },
  {
    name: 'EARSHOT_PUBLIC_URL',
    default: '',
    description:
      'Address under which people and players reach this installation, such as `https://earshot.example`. Required in production.',
    secret: false,
  },
  { name: 'EARSHOT_DEMO', default: '1', description: '1 fills a demo tenant on the first start, 0 does not.', secret: false },
  {
    name: 'EARSHOT_ENV',
    default: 'development',
    description: '`development` or `production`, which refuses to start without a secret key, a public address and a mail server.',
    secret: false,
  },
  {
    name: 'EARSHOT_TRUSTED_PROXIES',
    default: '',
    description:
      'Addresses and CIDR ranges of your own proxies, separated by commas: decides which hop of `X-Forwarded-For` is the listener. ' +
      'None are trusted by default.',
    secret: false,
  },
  {
    name: 'CORS_ORIGINS',
    default: '',
    description: 'Origins whose pages may call the API from a browser, separated by commas, such as `https://shop.example`.',
    secret: false,
  },
  {
    name: 'EARSHOT_OUTBOUND_NETWORKS',
    default: '',
    description:
      'Addresses and CIDR ranges that Earshot may call beside the public internet, over plain http too, separated by commas: for a ' +
      'webhook receiver, an identity provider, a feed or an API of a host in your own network. None by default, so that nobody who may ' +
      'enter an address can reach what is inside.',
    secret: false,
  },
  {
    name: 'EARSHOT_BREACHED_PASSWORDS_URL',
    default: '',
    description:
      'A service that tells whether a new password stands in a list of breaches, in the form of the range API of Have I Been Pwned: ' +
      '`https://api.pwnedpasswords.com/range/`, or one of your own. It is told the first five of the forty digits of the ' +
      "password's SHA-1 and nothing else. When it does not answer within two seconds the password is taken, and the log has a warning. " +
      'Without it no password is looked up outside.',
    secret: false,
  },
  {
    name: 'SMTP_URL',
    default: '',
    description:
      'Mail server that invitations and notices go through: `smtp://USER:PASSWORD@HOST:587`, or `smtps://` for TLS from the start. ' +
      'Required in production; otherwise mails are written to the log.',
    secret: true,
  },
  {
    name: 'MAIL_FROM',
    default: 'Earshot <earshot@localhost>',
    description: 'Sender of these mails, such as `Earshot <noreply@earshot.example>`.',
    secret: false,
  },
  ...PROVIDER_SETTINGS,
  ...AI_SETTINGS,
  ...BACKUP_SETTINGS,
  ...REDIRECTOR_SETTINGS,
  ...TRACING_SETTINGS,
  { name: 'LOG_LEVEL', default: 'info', description: `One of ${LOG_LEVELS.map((level) => `\`${level}\``).join(', ')}.`, secret: false },
] as const satisfies readonly Setting[];

type SettingName = (typeof SETTINGS)[number]['name'];

/** Reads variables one by one and keeps what is wrong with them, so that the operator learns all of it at once. */
export interface Reader {
  problems: string[];
  read<Value>(name: SettingName, parse: (value: string) => Value): Value | undefined;
}

function textOf(env: NodeJS.ProcessEnv, folder: string, name: SettingName): string | undefined {
  const direct = env[name];
  const file = env[`${name}_FILE`];
  if (!file) return direct || SETTINGS.find((setting) => setting.name === name)?.default;
  if (direct) throw new BadValue(`and ${name}_FILE are both set; keep one of them.`);
  try {
    return readFileSync(resolve(folder, file), 'utf8').trim();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BadValue(`cannot be read from ${name}_FILE: ${reason}; name a file that this process may read.`);
  }
}

/** Reads an environment; relative paths of files start in the folder. */
export function readerOf(env: NodeJS.ProcessEnv, folder: string): Reader {
  const problems: string[] = [];
  return {
    problems,
    read(name, parse) {
      try {
        const text = textOf(env, folder, name);
        return text ? parse(text) : undefined;
      } catch (error) {
        if (!(error instanceof BadValue)) throw error;
        problems.push(`${name} ${error.message}`);
        return undefined;
      }
    },
  };
}

/** Adds a problem for a setting that is missing, unless the reader has already found fault with it. */
export function demand(reader: Reader, name: SettingName, value: string | undefined, sentence: string): void {
  if (value === undefined && !reader.problems.some((problem) => problem.startsWith(`${name} `)))
    reader.problems.push(`${name} ${sentence}`);
}

/** What production needs, whatever a process does in it. */
export function demandPublicUrl(reader: Reader, { env, publicUrl }: Pick<Settings, 'env' | 'publicUrl'>): void {
  if (env !== 'production') return;
  demand(
    reader,
    'EARSHOT_PUBLIC_URL',
    publicUrl,
    'is not set, and production needs it; use the address that people use, such as https://earshot.example.',
  );
}

/** What one of the settings needs of the others, and what production needs. */
function demandWhatIsNeeded(
  reader: Reader,
  settings: Pick<Settings, 'env' | 'databaseUrl' | 'databaseOwnerUrl' | 'publicUrl' | 'smtpUrl'> & { givenKey: string | undefined },
): void {
  if (settings.databaseOwnerUrl !== undefined)
    demand(
      reader,
      'DATABASE_URL',
      settings.databaseUrl,
      'is not set, but DATABASE_OWNER_URL is; set both, or neither to use the embedded database.',
    );
  if (settings.env === 'production') {
    const hint = 'make it with "openssl rand -base64 32" and keep it.';
    demand(reader, 'EARSHOT_SECRET_KEY', settings.givenKey, `is not set, and production needs one; ${hint}`);
    demandPublicUrl(reader, settings);
    demand(reader, 'SMTP_URL', settings.smtpUrl, 'is not set, and production needs a mail server for invitations and resets.');
  }
}

/** What every process needs to answer anybody, and the keys that were given; the folder is where relative paths start. */
export function readEdgePart(reader: Reader, folder: string) {
  const given = {
    secret: reader.read('EARSHOT_SECRET_KEY', asSecretKey),
    previousSecret: reader.read('EARSHOT_PREVIOUS_SECRET_KEY', asSecretKey),
    edgeKey: reader.read('EARSHOT_EDGE_KEY', asEdgeKey),
    previousEdgeKey: reader.read('EARSHOT_PREVIOUS_EDGE_KEY', asEdgeKey),
  };
  const edge = {
    env: reader.read('EARSHOT_ENV', (value) => oneOf(value, ENVIRONMENTS)) ?? 'development',
    port: reader.read('PORT', asPort) ?? 0,
    host: reader.read('HOST', asHost) ?? '',
    dataDir: resolve(folder, reader.read('EARSHOT_DATA_DIR', String) ?? '.earshot'),
    publicUrl: reader.read('EARSHOT_PUBLIC_URL', asOrigin),
    trustedProxies: reader.read('EARSHOT_TRUSTED_PROXIES', (value) => list(value).map(asNetwork)) ?? [],
    upstreamUrl: reader.read('EARSHOT_UPSTREAM_URL', asFolder)?.replace(/\/$/, ''),
    spoolMaxBytes: reader.read('EARSHOT_SPOOL_MIB', asMebibytes) ?? 0,
    stopMs: (reader.read('EARSHOT_STOP_SECONDS', (value) => asCount(value, 1)) ?? 1) * 1_000,
    logLevel: reader.read('LOG_LEVEL', (value) => oneOf(value, LOG_LEVELS)) ?? 'info',
  };
  return { edge, given };
}

/** The secrets of a process: those that were given, or the data folder's own, which is made when there is none. */
export function secretsOf(
  dataDir: string,
  { secret, previousSecret }: { secret?: string | undefined; previousSecret?: string | undefined },
) {
  const secretKey = secret ?? obtainSecretKey(dataDir);
  const previousSecretKey = previousSecret ?? (secret === undefined ? readPreviousSecretKey(dataDir) : undefined);
  return { secretKey, previousSecretKey, edgeKeys: edgeKeysOfSecrets(secretKey, previousSecretKey) };
}

function edgeKeysOfSecrets(secretKey: string, previousSecretKey: string | undefined): EdgeKeys {
  return edgeKeysOf({
    sealingKey: masterKeyOf(secretKey),
    previousSealingKey: previousSecretKey === undefined ? undefined : masterKeyOf(previousSecretKey),
  });
}

/**
 * Reads and checks every setting. `cwd` is where relative paths start, unless npm says in `INIT_CWD` where the person stood.
 * Outside production a missing secret is made and kept in the data folder; processes that do so at the same time agree on one.
 * @throws Error with one sentence per problem, a line each: the variable, what is wrong, what to do. Secrets are never repeated.
 */
export function readSettings(env: NodeJS.ProcessEnv, cwd: string): Settings {
  const folder = env.INIT_CWD || cwd;
  const reader = readerOf(env, folder);
  const { edge, given } = readEdgePart(reader, folder);
  const sharedDir = reader.read('EARSHOT_SHARED_DIR', (value) => resolve(folder, value)) ?? edge.dataDir;
  const settings = {
    ...edge,
    sharedDir,
    databaseUrl: reader.read('DATABASE_URL', asDatabaseUrl),
    databaseOwnerUrl: reader.read('DATABASE_OWNER_URL', asDatabaseUrl),
    demo: reader.read('EARSHOT_DEMO', (value) => oneOf(value, ['0', '1'])) === '1',
    corsOrigins: reader.read('CORS_ORIGINS', (value) => list(value).map(asOrigin)) ?? [],
    outboundNetworks: reader.read('EARSHOT_OUTBOUND_NETWORKS', (value) => list(value).map(asNetwork)) ?? [],
    breachedPasswordsUrl: reader.read('EARSHOT_BREACHED_PASSWORDS_URL', asFolder),
    smtpUrl: reader.read('SMTP_URL', asSmtpUrl),
    mailFrom: reader.read('MAIL_FROM', asSender) ?? '',
    operatorProvider: readOperatorProvider(reader),
    operatorAi: readOperatorAi(reader),
    tracing: readTracing(reader),
    ...readBackupSettings(reader, folder, edge.dataDir),
  };
  demandWhatIsNeeded(reader, { ...settings, givenKey: given.secret });
  if (reader.problems.length > 0) throw refusal(reader.problems.join('\n'));
  return { ...settings, ...secretsOf(edge.dataDir, given), isSecretKeyKept: given.secret === undefined };
}

/** The settings of this process's own environment. Fails as `readSettings` does. */
export function settingsOfProcess(): Settings {
  return readSettings(process.env, process.cwd());
}
