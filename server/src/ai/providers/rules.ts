import type { Vendor } from '../../metering/prices/schema.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import type { Actor } from '../../tenants/authorize.ts';
import type { Provider, ProviderDetails, ProviderKind } from './schema.ts';

/** How many providers a tenant may have. */
export const MOST_PROVIDERS = 10;
const MICROS_PER_CENT = 10_000;

/** Where a provider's sealed key belongs. */
export function keyPlace(key: string): string {
  return `ai_providers|${key}|sealed_key`;
}

/** Whose public prices hold; null at an address of nobody in particular. */
export function vendorOf(kind: ProviderKind): Vendor | null {
  return kind === 'openai_compatible' ? null : kind;
}

/** An address without a slash at its end. @throws AppError `invalid_request` for what is none. */
export function checkedBaseUrl(baseUrl: string): string {
  const url = /^[\x21-\x7e]+$/.test(baseUrl) && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isWeb = url !== undefined && ['https:', 'http:'].includes(url.protocol);
  if (!isWeb || url.search !== '' || baseUrl.includes('#') || baseUrl.includes('?') || url.username !== '' || url.password !== '')
    throw invalid('/baseUrl', 'baseUrl must be a web address without query, fragment and name, such as https://ai.example.com/v1.');
  return url.href.replace(/\/+$/, '');
}

function checkAudioModels({ models, audioModels, kind, account }: ProviderDetails): void {
  if (kind === 'anthropic' && audioModels.length > 0) throw invalid('/audioModels', 'Leave these out: Anthropic has no model that hears.');
  const texts = new Set(models.map(({ model }) => model));
  for (const [place, { model, minuteMicros }] of audioModels.entries()) {
    const at = (field: string) => `/audioModels/${place}/${field}`;
    if (texts.has(model) || audioModels.findIndex((one) => one.model === model) !== place)
      throw invalid(at('model'), `"${model}" is named twice; leave one out. A model answers about texts, or it hears audio.`);
    if (account === 'operator' && minuteMicros !== null)
      throw invalid(at('minuteMicros'), "Leave prices out: what the operator's account costs is what the operator says.");
    if (kind === 'openai_compatible' && minuteMicros === null)
      throw invalid(
        at('minuteMicros'),
        `Say what a minute costs with "${model}": nobody knows that of this address. A server of your own may cost 0.`,
      );
  }
}

/** Why a provider cannot be asked now; null when it can. */
export function whyNotReady(of: {
  isEnabled: boolean;
  hasAccount: boolean;
  isPriced: boolean;
  usedMicros: number;
  monthlyCapCents: number | null;
}): Provider['whyNot'] {
  const { isEnabled, hasAccount, isPriced, usedMicros, monthlyCapCents } = of;
  if (!isEnabled) return 'disabled';
  if (!hasAccount) return 'no_operator_account';
  if (!isPriced) return 'no_price';
  return monthlyCapCents !== null && usedMicros > 0 && usedMicros >= monthlyCapCents * MICROS_PER_CENT ? 'cap_reached' : null;
}

function checkModels({ models, kind, account }: ProviderDetails): void {
  for (const [place, { model, prices }] of models.entries()) {
    const pointer = `/models/${place}/prices`;
    if (models.findIndex((one) => one.model === model) !== place)
      throw invalid(`/models/${place}/model`, `"${model}" stands in the list twice; leave one out.`);
    if (account === 'operator' && prices !== null)
      throw invalid(pointer, "Leave prices out: what the operator's account costs is what the operator says.");
    if (kind === 'openai_compatible' && prices === null)
      throw invalid(pointer, `Say what "${model}" costs: nobody knows the prices of this address. A server of your own may cost 0.`);
  }
}

/** @throws AppError `invalid_request` for details that do not go together. */
export function checkDetails(details: ProviderDetails): void {
  const { kind, account, apiKey, baseUrl } = details;
  if (account === 'operator' && kind === 'openai_compatible')
    throw invalid('/kind', 'The operator has accounts with openai and anthropic alone.');
  checkModels(details);
  checkAudioModels(details);
  if (account === 'own') {
    if (kind === 'openai_compatible' && baseUrl === null) throw invalid('/baseUrl', 'Say under which address its interface stands.');
    return;
  }
  if (apiKey !== undefined) throw invalid('/apiKey', "Leave the key out: the operator's own is used.");
  if (baseUrl !== null) throw invalid('/baseUrl', "Leave the address out: the operator's own is used.");
}

/** What of a provider decides where its key is sent. */
export interface KeyTarget {
  kind: ProviderKind;
  account: 'own' | 'operator';
  baseUrl: string | null;
}

/**
 * Whether the key that is stored stays, when none is given. A key is never sent to another address than it was entered for, so that nobody
 * who may change the address gets hold of a key they do not know.
 * @throws AppError `invalid_request` where a key must be given.
 */
export function keepsKey(before: (KeyTarget & { hasKey: boolean }) | undefined, after: KeyTarget): boolean {
  const isSame = before !== undefined && before.kind === after.kind && before.account === after.account && before.baseUrl === after.baseUrl;
  if (after.account === 'operator') return false;
  if (isSame && before.hasKey) return true;
  if (before?.hasKey === true && before.account === 'own')
    throw invalid('/apiKey', 'Send the key, too: the one that is stored is not sent to another address than it was entered for.');
  if (after.baseUrl === null) throw invalid('/apiKey', 'Send the key of your account.');
  return false;
}

export function tooMany(): AppError {
  return new AppError('conflict', `A tenant has at most ${MOST_PROVIDERS} providers. Delete one that is not used.`);
}

/** Refuses what would outlive an access token to whoever acts by one. @throws AppError `forbidden`. */
export function refuseTokens({ kind }: Actor): void {
  if (kind === 'oauth') throw new AppError('forbidden', 'An access token cannot change providers of AI. Sign in, or use an API key.');
}
