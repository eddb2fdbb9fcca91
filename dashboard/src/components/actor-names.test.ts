import { expect, test } from 'vitest';
import { actorText } from './actor-names.ts';

const named = (actor: string) =>
  actorText(
    actor,
    (id) => (id === 'm1' ? 'Ada' : undefined),
    (id) => (id === 'k1' ? 'loader' : undefined),
  );

test.each([
  ['system', 'Earshot itself'],
  ['member:m1', 'Ada'],
  ['member:m2', 'a member'],
  ['api_key:k1', 'the API key “loader”'],
  ['api_key:k2', 'an API key'],
  ['session:api_key:k1', 'a browser opened with the API key “loader”'],
  ['member:m1 by oauth_client:c', 'Ada through an application'],
  ['oauth_client:c', 'an application'],
  ['operator:o', 'the operator of this installation'],
  ['webhook:stripe', 'webhook:stripe'],
])('who is %s is told as %s', (actor, text) => {
  expect(named(actor)).toBe(text);
});
