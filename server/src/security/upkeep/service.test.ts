import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { INSTALLATION } from '../sso/rules.ts';
import { deleteOauthClient } from '../oauthclients/service.ts';
import { deleteSsoConnection } from '../ssoconnections/service.ts';
import { tidySecurity } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('nothing is kept that a deleted client or connection stood for, and everything that one still does', async () => {
  const { context } = world.database;
  const { id: personId } = await createTestPerson(context);
  const identity = `insert into person_identities (authority, subject_hash, person_id, created_at)
    values ($1, sha256(convert_to($1, 'UTF8')), $2, now())`;
  const artifact = `insert into oauth_artifacts (id_hash, model, client_id, person_id, expires_at, sealed_payload)
    values (sha256(convert_to($1::uuid::text, 'UTF8')), 'Grant', $1::uuid, $2, now() + interval '1 day', 'x')`;
  for (const authority of [world.mine.ssoConnectionId, world.theirs.ssoConnectionId, INSTALLATION])
    await world.admin.query(identity, [authority, personId]);
  for (const { oauthClientId } of [world.mine, world.theirs]) await world.admin.query(artifact, [oauthClientId, personId]);
  const kept = async () => {
    const { rows } = await world.admin.query<{ of: string }>(
      `select authority as of from person_identities where person_id = $1
       union all select client_id::text from oauth_artifacts where person_id = $1`,
      [personId],
    );
    return rows.map(({ of }) => of).sort();
  };
  const all = await kept();
  await tidySecurity(context, 'system');
  expect(await kept()).toEqual(all);
  const { actor, oauthClientId, ssoConnectionId } = world.theirs;
  await deleteOauthClient(context, actor, oauthClientId);
  await deleteSsoConnection(context, actor, ssoConnectionId);
  await tidySecurity(context, 'system');
  expect(await kept()).toEqual(all.filter((of) => of !== oauthClientId && of !== ssoConnectionId));
});
