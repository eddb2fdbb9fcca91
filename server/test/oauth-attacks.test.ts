import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stage } from './oauth-attack.ts';
import { AUTHORIZATION_ATTACKS } from './oauth-attacks-authorization.ts';
import { SIGN_OUT_ATTACKS } from './oauth-attacks-sign-out.ts';
import { SILENT_ATTACKS } from './oauth-attacks-silent.ts';
import { TOKEN_ATTACKS } from './oauth-attacks-tokens.ts';
import { TRUST_ATTACKS } from './oauth-attacks-trust.ts';
import { createClients, createPerson, openOauthDriver } from './oauth-world.ts';
import { openWorld } from './world.ts';

/** Each group has a server of its own, since an address may send only so many requests a minute. */
const GROUPS = [
  ['signing in, tokens and trust', [...AUTHORIZATION_ATTACKS, ...TOKEN_ATTACKS, ...TRUST_ATTACKS]],
  ['without a page', SILENT_ATTACKS],
  ['signing out', SIGN_OUT_ATTACKS],
] as const;
const ATTACKS = GROUPS.flatMap(([, attacks]) => attacks);

async function openStage(): Promise<Stage> {
  const world = await openWorld();
  return {
    world,
    driver: openOauthDriver(world),
    clients: await createClients(world, world.mine),
    ann: await createPerson(world, [[world.mine, 'viewer']]),
    stranger: await createPerson(world, [[world.theirs, 'owner']]),
    administrator: await createPerson(world, [[world.mine, 'admin']]),
  };
}

describe('an attack on the OAuth server comes to what docs/oauth.md says', () => {
  describe.each(GROUPS)('%s', (_group, attacks) => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await openStage();
    });
    afterAll(() => stage.world.close());

    test.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_, { expected, run }) => {
      expect(await run(stage)).toBe(expected);
    });
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
