import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stage } from './oauth-attack.ts';
import { AUTHORIZATION_ATTACKS } from './oauth-attacks-authorization.ts';
import { TOKEN_ATTACKS } from './oauth-attacks-tokens.ts';
import { TRUST_ATTACKS } from './oauth-attacks-trust.ts';
import { createClients, createPerson, openOauthDriver } from './oauth-world.ts';
import { openWorld } from './world.ts';

const ATTACKS = [...AUTHORIZATION_ATTACKS, ...TOKEN_ATTACKS, ...TRUST_ATTACKS];

let stage: Stage;
beforeAll(async () => {
  const world = await openWorld();
  stage = {
    world,
    driver: openOauthDriver(world),
    clients: await createClients(world, world.mine),
    ann: await createPerson(world, [[world.mine, 'viewer']]),
    stranger: await createPerson(world, [[world.theirs, 'owner']]),
    administrator: await createPerson(world, [[world.mine, 'admin']]),
  };
});
afterAll(() => stage.world.close());

describe('an attack on the OAuth server comes to what docs/oauth.md says', () => {
  test.each(ATTACKS.map((attack) => [attack.name, attack] as const))('%s', async (_, { expected, run }) => {
    expect(await run(stage)).toBe(expected);
  });
});

test('docs/oauth.md lists every attack with what is expected of it and what came of it', () => {
  const page = readFileSync(new URL('../../docs/oauth.md', import.meta.url), 'utf8');
  const [, section] = page.split('\n## Attacks\n');
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells).toEqual(ATTACKS.map(({ name, expected }) => [name, expected, expected]));
});
