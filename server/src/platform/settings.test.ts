import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEdgeKey, writeEdgeKey } from './edge-key.ts';
import { masterKeyOf } from './sealing.ts';
import { renderConfiguration, renderEnvExample } from './settings-pages.ts';
import { readEdgeSettings } from './settings-edge.ts';
import { readSettings, SETTINGS } from './settings.ts';

const KEY = 'a secret that is long enough to be one';
const ROOT = new URL('../../../', import.meta.url);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readSettings({ EARSHOT_SECRET_KEY: KEY, ...env }, folder);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

test('an empty environment gives the documented defaults', () => {
  const { secretKey, edgeKeys, ...settings } = readSettings({}, folder);
  expect(edgeKeys.edgeKey).toHaveLength(32);
  expect(secretKey.length).toBeGreaterThanOrEqual(32);
  expect(settings).toEqual({
    env: 'development',
    port: 8080,
    host: '127.0.0.1',
    databaseUrl: undefined,
    databaseOwnerUrl: undefined,
    dataDir: join(folder, '.earshot'),
    sharedDir: join(folder, '.earshot'),
    publicUrl: undefined,
    demo: true,
    trustedProxies: [],
    smtpUrl: undefined,
    previousSecretKey: undefined,
    isSecretKeyKept: true,
    mailFrom: 'Earshot <earshot@localhost>',
    corsOrigins: [],
    outboundNetworks: [],
    breachedPasswordsUrl: undefined,
    operatorAi: { openai: undefined, anthropic: undefined, prices: [] },
    backupDir: join(folder, '.earshot', 'backups'),
    backupHours: 0,
    backupKeep: 7,
    upstreamUrl: undefined,
    spoolMaxBytes: 1_073_741_824,
    stopMs: 50_000,
    logLevel: 'info',
  });
});

test('every setting is read from its variable', () => {
  const settings = readSettings(
    {
      PORT: '0',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgres://app:pw@db.example:5432/earshot',
      DATABASE_OWNER_URL: 'postgresql://admin:pw@db.example/earshot',
      EARSHOT_DATA_DIR: 'data',
      EARSHOT_SECRET_KEY: KEY,
      EARSHOT_PUBLIC_URL: 'https://Earshot.example/',
      EARSHOT_DEMO: '0',
      EARSHOT_ENV: 'production',
      EARSHOT_TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8,192.0.2.1',
      CORS_ORIGINS: 'https://shop.example, http://localhost:3000',
      EARSHOT_OUTBOUND_NETWORKS: '10.20.0.0/16, ::1',
      EARSHOT_BREACHED_PASSWORDS_URL: 'https://api.pwnedpasswords.com/range',
      EARSHOT_PREVIOUS_SECRET_KEY: `${KEY} before`,
      SMTP_URL: 'smtps://user:pw@mail.example:465',
      MAIL_FROM: 'Earshot <noreply@earshot.example>',
      OPENAI_API_KEY: 'sk-operators',
      ANTHROPIC_BASE_URL: 'http://10.0.0.7:8000/v1/',
      EARSHOT_AI_PRICES: '[{"vendor":"openai"}]',
      EARSHOT_UPSTREAM_URL: 'http://10.0.0.5:8080/',
      EARSHOT_BACKUP_DIR: 'copies',
      EARSHOT_BACKUP_HOURS: '6',
      EARSHOT_BACKUP_KEEP: '3',
      EARSHOT_SPOOL_MIB: '2',
      EARSHOT_STOP_SECONDS: '20',
      EARSHOT_SHARED_DIR: 'shared',
      LOG_LEVEL: 'debug',
    },
    folder,
  );
  expect(settings).toEqual({
    env: 'production',
    port: 0,
    host: '0.0.0.0',
    databaseUrl: 'postgres://app:pw@db.example:5432/earshot',
    databaseOwnerUrl: 'postgresql://admin:pw@db.example/earshot',
    dataDir: join(folder, 'data'),
    sharedDir: join(folder, 'shared'),
    secretKey: KEY,
    publicUrl: 'https://earshot.example',
    demo: false,
    trustedProxies: ['10.0.0.0/8', 'fd00::/8', '192.0.2.1'],
    corsOrigins: ['https://shop.example', 'http://localhost:3000'],
    outboundNetworks: ['10.20.0.0/16', '::1'],
    breachedPasswordsUrl: 'https://api.pwnedpasswords.com/range/',
    previousSecretKey: `${KEY} before`,
    isSecretKeyKept: false,
    smtpUrl: 'smtps://user:pw@mail.example:465',
    mailFrom: 'Earshot <noreply@earshot.example>',
    operatorAi: {
      openai: { apiKey: 'sk-operators', baseUrl: undefined },
      anthropic: { apiKey: undefined, baseUrl: 'http://10.0.0.7:8000/v1' },
      prices: [{ vendor: 'openai' }],
    },
    backupDir: join(folder, 'copies'),
    backupHours: 6,
    backupKeep: 3,
    upstreamUrl: 'http://10.0.0.5:8080',
    spoolMaxBytes: 2_097_152,
    stopMs: 20_000,
    logLevel: 'debug',
    edgeKeys: { edgeKey: expect.any(Buffer) as Buffer, previousEdgeKey: expect.any(Buffer) as Buffer },
  });
});

test('an empty variable counts as not set', () => {
  expect(readSettings(Object.fromEntries(SETTINGS.map(({ name }) => [name, ''])), folder).port).toBe(8080);
});

test('relative paths start where the person stood when npm ran the command', () => {
  const env = { INIT_CWD: folder, EARSHOT_SECRET_KEY: KEY, EARSHOT_DATA_DIR: 'data' };
  expect(readSettings(env, '/elsewhere').dataDir).toBe(join(folder, 'data'));
});

test.each([
  ['EARSHOT_BACKUP_HOURS', 'daily'],
  ['EARSHOT_BACKUP_KEEP', '0'],
  ['PORT', '80a'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['HOST', 'http://127.0.0.1'],
  ['HOST', 'a b'],
  ['DATABASE_URL', 'mysql://app:pw@db/earshot'],
  ['DATABASE_URL', 'postgres://db/earshot'],
  ['DATABASE_URL', 'postgres://app:pw@db'],
  ['DATABASE_OWNER_URL', 'nonsense'],
  ['EARSHOT_SECRET_KEY', 'short'],
  ['EARSHOT_EDGE_KEY', 'a secret that is long enough to be one, but no key'],
  ['EARSHOT_PUBLIC_URL', 'earshot.example'],
  ['EARSHOT_PUBLIC_URL', 'https://earshot.example/path'],
  ['EARSHOT_DEMO', 'yes'],
  ['EARSHOT_ENV', 'staging'],
  ['EARSHOT_TRUSTED_PROXIES', '10.0.0.0/33'],
  ['EARSHOT_TRUSTED_PROXIES', 'proxy.example'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://shop.example/cart'],
  ['EARSHOT_OUTBOUND_NETWORKS', 'inside.example'],
  ['EARSHOT_BREACHED_PASSWORDS_URL', 'api.pwnedpasswords.com'],
  ['EARSHOT_BREACHED_PASSWORDS_URL', 'https://api.pwnedpasswords.com/range/?a=b'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused with one sentence that names the variable', (name, value) => {
  const problems = problemsOf({ DATABASE_URL: name === 'DATABASE_OWNER_URL' ? 'postgres://app:pw@db/earshot' : '', [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name} .+\\.$`));
});

test('all problems come at once', () => {
  expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'loud', EARSHOT_DEMO: '2' })).toHaveLength(3);
});

test('a refused secret is never repeated', () => {
  const text = problemsOf({ DATABASE_URL: 'mysql://app:hunter2@db/x', EARSHOT_SECRET_KEY: 'hunter3' }).join();
  expect(text).toContain('DATABASE_URL');
  expect(text).toContain('EARSHOT_SECRET_KEY');
  expect(text).not.toContain('hunter');
});

test('production refuses to start without secret key, public address and mail server', () => {
  const problems = problemsOf({ EARSHOT_ENV: 'production', EARSHOT_SECRET_KEY: '' });
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['EARSHOT_SECRET_KEY', 'EARSHOT_PUBLIC_URL', 'SMTP_URL']);
});

test('an owner address without a database address is refused', () => {
  expect(problemsOf({ DATABASE_OWNER_URL: 'postgres://admin:pw@db/earshot' })).toEqual([
    expect.stringContaining('DATABASE_URL is not set'),
  ]);
});

test.each(SETTINGS.map(({ name }) => name))('%s can stand in a file', (name) => {
  const file = join(folder, 'value');
  const values: Partial<Record<string, string>> = { PORT: '9000', EARSHOT_SECRET_KEY: `${KEY} in a file` };
  writeFileSync(file, `${values[name] ?? 'no such value'}\n`);
  const given = { EARSHOT_SECRET_KEY: name === 'EARSHOT_SECRET_KEY' ? '' : KEY, [`${name}_FILE`]: file };
  if (name === 'PORT') expect(readSettings(given, folder).port).toBe(9000);
  else if (name === 'EARSHOT_SECRET_KEY') expect(readSettings(given, folder).secretKey).toBe(`${KEY} in a file`);
  else if (name === 'EARSHOT_DATA_DIR') expect(readSettings(given, folder).dataDir).toBe(join(folder, 'no such value'));
  else if (name === 'EARSHOT_BACKUP_DIR') expect(readSettings(given, folder).backupDir).toBe(join(folder, 'no such value'));
  else if (name === 'EARSHOT_SHARED_DIR') expect(readSettings(given, folder).sharedDir).toBe(join(folder, 'no such value'));
  else expect(problemsOf(given)).toContainEqual(expect.stringMatching(`^${name} `));
});

test('a setting given twice, or in a file that cannot be read, is refused', () => {
  expect(problemsOf({ PORT: '1', PORT_FILE: 'x' })).toEqual([expect.stringContaining('PORT and PORT_FILE are both set')]);
  expect(problemsOf({ PORT_FILE: 'missing' })).toEqual([expect.stringContaining('PORT cannot be read from PORT_FILE')]);
});

test('the generated secret stays the same and only its owner can read it', () => {
  const first = readSettings({}, folder).secretKey;
  expect(readSettings({}, folder).secretKey).toBe(first);
  expect(statSync(join(folder, '.earshot', 'secret.key')).mode & 0o777).toBe(0o600);
});

test('a database whose secret is gone does not get a new one', () => {
  mkdirSync(join(folder, '.earshot', 'postgres'), { recursive: true });
  writeFileSync(join(folder, '.earshot', 'postgres', 'PG_VERSION'), '18\n');
  expect(() => readSettings({}, folder)).toThrow(/secret\.key is gone/);
});

test('a damaged secret file is refused', () => {
  mkdirSync(join(folder, '.earshot'));
  writeFileSync(join(folder, '.earshot', 'secret.key'), '\n');
  expect(() => readSettings({}, folder)).toThrow(/holds no secret/);
});

test('docs/configuration.md and .env.example say what the settings are', () => {
  expect(readFileSync(new URL('docs/configuration.md', ROOT), 'utf8')).toBe(renderConfiguration());
  expect(readFileSync(new URL('.env.example', ROOT), 'utf8')).toBe(renderEnvExample());
  for (const { name } of SETTINGS) expect(renderConfiguration()).toContain(`## \`${name}\``);
});

describe('a redirector', () => {
  const EDGE_KEY = writeEdgeKey(Buffer.alloc(32, 7));
  const faultsOf = (env: NodeJS.ProcessEnv): string[] => {
    try {
      readEdgeSettings(env, folder, 'redirector');
      return [];
    } catch (error) {
      return (error as Error).message.split('\n').map((problem) => problem.split(' ')[0]);
    }
  };

  test('needs the edge key alone, makes no secret of its own, and has the same key as the main installation', () => {
    const { edgeKeys } = readSettings({ EARSHOT_SECRET_KEY: KEY }, folder);
    const given = { EARSHOT_EDGE_KEY: writeEdgeKey(edgeKeys.edgeKey), EARSHOT_ENV: 'production', EARSHOT_PUBLIC_URL: 'https://a.example' };
    expect(readEdgeSettings(given, folder, 'redirector').edgeKeys.edgeKey).toEqual(edgeKeys.edgeKey);
    expect(existsSync(join(folder, '.earshot'))).toBe(false);
  });

  test('is told to use the edge key: where it has none, and in production where it has the secret', () => {
    expect(faultsOf({})).toEqual(['EARSHOT_EDGE_KEY']);
    expect(existsSync(join(folder, '.earshot'))).toBe(false);
    const production = { EARSHOT_ENV: 'production', EARSHOT_PUBLIC_URL: 'https://a.example', EARSHOT_SECRET_KEY: KEY };
    expect(faultsOf(production)).toEqual(['EARSHOT_SECRET_KEY']);
    expect(faultsOf({ ...production, EARSHOT_EDGE_KEY: EDGE_KEY })).toEqual(['EARSHOT_SECRET_KEY']);
    expect(faultsOf({ EARSHOT_SECRET_KEY: KEY })).toEqual([]);
  });

  test('learns nothing of the secret from its key, nor does one key tell of the one before it', () => {
    const { edgeKeys, secretKey } = readSettings({ EARSHOT_SECRET_KEY: KEY, EARSHOT_PREVIOUS_SECRET_KEY: `${KEY} before` }, folder);
    const keys = [edgeKeys.edgeKey, edgeKeys.previousEdgeKey, Buffer.from(secretKey), masterKeyOf(KEY)];
    expect(new Set(keys.map((key) => key?.toString('hex'))).size).toBe(keys.length);
  });

  test('takes a key as it was printed and no other text', () => {
    expect(readEdgeKey(EDGE_KEY)).toEqual(Buffer.alloc(32, 7));
    for (const text of ['', EDGE_KEY.slice(1), `${EDGE_KEY}A`, `${EDGE_KEY.slice(0, -1)}=`, EDGE_KEY.replace(/.$/, '_'), 'ü'.repeat(43)])
      expect(readEdgeKey(text), text).toBeUndefined();
  });
});
