import type { ApplicationScope } from '../../applications-api.ts';
import { applicationTexts } from '../../texts-applications.ts';
import { settingsTexts } from '../../texts-settings.ts';

const WORDS: Record<ApplicationScope, readonly [name: string, help: string | undefined]> = {
  ...settingsTexts.scopes,
  ...applicationTexts.personScopes,
};

/** What a scope lets an application do: in a few words, and what that means where the words do not say it. */
export function scopeWords(scope: ApplicationScope): readonly [name: string, help: string | undefined] {
  return WORDS[scope];
}

/** What scopes let an application do, in one line. */
export function scopeLine(scopes: readonly ApplicationScope[]): string {
  const [first = '', ...others] = scopes.map((scope) => WORDS[scope][0]);
  return [first, ...others.map((words) => words.charAt(0).toLowerCase() + words.slice(1))].join(', ');
}
