import type { Identity } from '../../privacy-api.ts';
import { fieldLines, fieldText } from '../../ui/form.ts';

/** The fields of the form that hold one key of the person a line, and what the API calls such a key. */
const LISTS = [
  ['emails', 'email'],
  ['userIds', 'userId'],
  ['deviceIds', 'deviceId'],
  ['clickIds', 'clickId'],
] as const;

/** A key of the person, and where in the form it stands. */
interface EnteredKey {
  identity: Identity;
  place: string;
}

/** Every key that a form names a person by. */
export function enteredKeys(form: HTMLFormElement): EnteredKey[] {
  const keys: EnteredKey[] = LISTS.flatMap(([field, name]) =>
    fieldLines(form, field).map((line, at) => ({ identity: { [name]: line }, place: `/${field}/${at}` })),
  );
  const [ip, userAgent] = [fieldText(form, 'ip'), fieldText(form, 'userAgent')];
  if (ip === '' && userAgent === '') return keys;
  return [...keys, { identity: { ip: ip || undefined, userAgent: userAgent || undefined }, place: '/address' }];
}

/** For a pointer of the API at one of the keys that were sent, the place in the form that it came from. */
export function placeOfKey(places: readonly string[]): (pointer: string) => string {
  return (pointer) => {
    const [, list, at, field] = pointer.split('/');
    const place = list === 'identities' ? places[Number(at)] : undefined;
    if (place === undefined) return pointer;
    return place === '/address' ? `/${field === 'userAgent' ? 'userAgent' : 'ip'}` : place;
  };
}
