import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from '../queries.ts';
import { listApiKeys, listMembers } from '../settings-api.ts';
import { texts } from '../texts.ts';
import { useMay } from './may.ts';

const words = texts.actors;

type NameOf = (id: string) => string | undefined;

/** Who somebody of the audit log is in words, by what is known of members and keys; what is not understood stays as it is. */
export function actorText(actor: string, memberOf: NameOf, keyOf: NameOf): string {
  const [who, client] = actor.split(' by oauth_client:');
  const [kind, ...rest] = who.split(':');
  const id = rest.join(':');
  if (client !== undefined) return words.through(actorText(who, memberOf, keyOf));
  if (kind === 'member') return memberOf(id) ?? words.member;
  if (kind === 'api_key') return keyOf(id) === undefined ? words.key : words.namedKey(keyOf(id) ?? '');
  if (kind === 'session') return words.browser(actorText(id, memberOf, keyOf));
  if (kind === 'oauth_client') return words.application;
  if (kind === 'operator') return words.operator;
  return actor === 'system' ? words.system : actor;
}

/** The same for who is signed in: members and keys by name for those who may see them, and oneself for everybody. */
export function useActorNames(): (actor: string) => string {
  const maySee = useMay('administer');
  const { person } = useSuspenseQuery(sessionQuery).data;
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => listMembers(signal), enabled: maySee }).data;
  const keys = useQuery({ queryKey: ['api-keys'], queryFn: ({ signal }) => listApiKeys(signal), enabled: maySee }).data;
  const memberOf = (id: string) => (id === person?.id ? words.you(person.name) : members?.find((one) => one.id === id)?.name);
  const keyOf = (id: string) => keys?.find((one) => one.id === id)?.name;
  return (actor) => actorText(actor, memberOf, keyOf);
}
