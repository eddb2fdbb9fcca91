import type { Authorized, Clients, OauthDriver, Person, TokenAnswer } from './oauth-world.ts';
import type { World } from './world.ts';

/** What an attack has to do with: a member of the tenant `mine` with its clients, somebody of the tenant `theirs`, and an administrator. */
export interface Stage {
  world: World;
  driver: OauthDriver;
  clients: Clients;
  ann: Person;
  stranger: Person;
  administrator: Person;
}

/** One attack: what it is, and what it comes to, in the words of docs/oauth.md. `run` resolves with what it came to. */
export interface Attack {
  name: string;
  expected: string;
  run(stage: Stage): Promise<string>;
}

/** What a program learned of an authorization: a code, an error, or nothing because the browser was not sent there. */
export function outcomeOf({ callback, consent, answer }: Authorized): string {
  if (callback) return callback.searchParams.get('error') ?? (callback.searchParams.has('code') ? 'a code' : callback.href);
  return consent ? 'the consent page' : `${answer.status}, nobody is sent on`;
}

/** What a request to the token endpoint came to. */
export function tokenOutcome({ status, json }: Pick<TokenAnswer, 'status' | 'json'>): string {
  return `${status} ${json?.error ?? (json?.access_token === undefined ? '' : 'tokens')}`.trim();
}
