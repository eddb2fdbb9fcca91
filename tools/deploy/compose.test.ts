import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SETTINGS } from '../../server/src/platform/settings.ts';
import { readRecipe } from '../prove/image/recipe.ts';
import { commandFault, unknownSettings } from './commands.ts';
import { composeFaults } from './schema.ts';

interface Service {
  build?: string;
  command: string[];
  environment: Record<string, string | number | null>;
  ports?: string[];
  volumes?: string[];
  tmpfs?: string[];
  depends_on?: Record<string, { condition: string }>;
  profiles?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  user?: string;
  restart: string;
  stop_grace_period: string;
  healthcheck?: { test?: string[]; disable?: boolean };
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, null>;
}

const ROOT = join(import.meta.dirname, '../..');
const text = readFileSync(join(ROOT, 'compose.yaml'), 'utf8');
const example = readFileSync(join(ROOT, 'deploy/compose.env.example'), 'utf8');
const { config } = readRecipe(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const read = (yaml: string) => parse(yaml, { merge: true }) as Compose;
const { services, volumes } = read(text);
const ours = Object.entries(services).filter(([name]) => name !== 'postgres');

test('it is a compose file by the schema of the specification', () => {
  expect(composeFaults(read(text))).toEqual([]);
});

test.each([
  ['an option with a slip of the pen', text.replace('read_only: true', 'readonly: true')],
  ['an unknown part of a health check', text.replace('retries: 24', 'tries: 24')],
  ['a condition that there is not', text.replace('condition: service_healthy', 'condition: healthy')],
  ['a number where a text must stand', text.replace('image: postgres:17', 'image: 17')],
])('the schema refuses %s', (_, faulty) => {
  expect(faulty).not.toBe(text);
  expect(composeFaults(read(faulty))).not.toEqual([]);
});

describe.each(ours)('%s', (name, service) => {
  test('runs a command that exists', async () => {
    expect(await commandFault(service.command)).toBeUndefined();
  });

  test('is given settings that exist', () => {
    expect(unknownSettings(Object.keys(service.environment))).toEqual([]);
  });

  test('waits for services, and has volumes, that are there', () => {
    expect(Object.keys(service.depends_on ?? {}).filter((one) => services[one] === undefined)).toEqual([]);
    const named = (service.volumes ?? []).map((volume) => volume.split(':')[0]);
    expect(named.filter((one) => !(one in volumes))).toEqual([]);
  });

  test('has the image’s user, no capability, and a root that cannot be written to', () => {
    const { user, read_only: isReadOnly, cap_drop: dropped, security_opt: options } = service;
    expect({ user, isReadOnly, dropped, options }).toEqual({
      user: config.user,
      isReadOnly: true,
      dropped: ['ALL'],
      options: ['no-new-privileges:true'],
    });
  });

  test('can write to its data folder and to nothing of the image', () => {
    const places = [...(service.volumes ?? []), ...(service.tmpfs ?? []).map((one) => `:${one}`)].map((one) => one.split(':')[1]);
    expect(places).toEqual(expect.arrayContaining([...config.volumes, '/tmp']));
    expect(places.filter((place) => !['/tmp', '/data', '/shared', '/backups'].includes(place))).toEqual([]);
  });

  test('is reached on loopback alone, at the port that the image answers', () => {
    for (const port of service.ports ?? []) expect(port).toMatch(new RegExp(`^127\\.0\\.0\\.1:\\d+:${config.ports[0]}$`));
  });

  test(`starts again when it ends, and is given time to stop`, () => {
    expect({ restart: service.restart, grace: service.stop_grace_period }).toEqual({
      restart: name === 'migrate' ? 'no' : 'unless-stopped',
      grace: '60s',
    });
  });
});

test('api and worker begin once the database is migrated, write to one shared folder and have no login that may create roles', () => {
  for (const { depends_on: before, environment, volumes: mounted } of [services.api, services.worker]) {
    expect(before).toEqual({
      postgres: { condition: 'service_healthy' },
      migrate: { condition: 'service_completed_successfully' },
    });
    expect(mounted).toContain(`shared:${environment.EARSHOT_SHARED_DIR}`);
    expect(mounted).toContain(`backups:${environment.EARSHOT_BACKUP_DIR}`);
    expect(environment).not.toHaveProperty('DATABASE_OWNER_URL');
  }
  expect(services.tracking.environment).not.toHaveProperty('EARSHOT_SECRET_KEY');
});

test('every setting can be set in .env, but those that the containers decide', () => {
  const decided = new Set(['PORT', 'HOST', 'EARSHOT_DATA_DIR', 'EARSHOT_ENV']);
  const passed = new Set(ours.flatMap(([, { environment }]) => Object.keys(environment)));
  expect(SETTINGS.map(({ name }) => name).filter((name) => !passed.has(name) && !decided.has(name))).toEqual([]);
});

test('.env has every variable that must be set, and none that nothing reads', () => {
  const told = Array.from(example.matchAll(/^#?([A-Z_]+)=/gm), ([, name]) => name);
  const needed = Array.from(text.matchAll(/\$\{(\w+):\?/g), ([, name]) => name);
  const passed = ours.flatMap(([, { environment }]) =>
    Object.entries(environment).flatMap(([name, value]) => (value === null ? [name] : [])),
  );
  expect(needed.filter((name) => !told.includes(name))).toEqual([]);
  expect(told.filter((name) => !needed.includes(name) && !passed.includes(name))).toEqual([]);
});

test.each([
  [['serve', '--role', 'api'], undefined],
  [['serve', '--role', 'boss'], '--role cannot be boss'],
  [['serve', '--rle', 'api'], '"serve" has no --rle'],
  [['sreve'], 'there is no command "sreve"'],
  [['edge'], 'there is no command "edge"'],
])('the check of commands says of %j: %s', async (words, fault) => {
  expect(await commandFault(words)).toBe(fault);
});

test('the check of settings finds what is none', () => {
  expect(unknownSettings(['PORT', 'SMTP_URL_FILE', 'PORT_FILE', 'EARSHOT_DATADIR'])).toEqual(['PORT_FILE', 'EARSHOT_DATADIR']);
});
