import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';

export type MailChoice = Schemas['MailChoice'];

export const listMailChoices = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/members/me/mail-choices', { signal }));

export const putMailChoice = ({ kind, isMailed }: Pick<MailChoice, 'kind' | 'isMailed'>) =>
  bodyOf(client.PUT('/api/v1/members/me/mail-choices/{kind}', { params: { path: { kind } }, body: { isMailed } }));
