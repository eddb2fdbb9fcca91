import type { PathVersion } from './history-api.ts';

/** The words of the history of a conversion's path. */
export const historyTexts = {
  title: 'History',
  by: (who: string) => `By ${who}, as the audit log tells.`,
  version: (version: number) => `Version ${version}`,
  now: 'now',
  outcome: {
    attributed: 'attributed',
    unattributed: 'unattributed',
    excluded: 'left out by the settings',
    filtered: 'left out by the settings',
    duplicate: 'another record counts',
  } satisfies Record<PathVersion['after']['outcome'], string>,
  touchpoints: (count: string, isOne: boolean) => `${count} ${isOne ? 'touchpoint' : 'touchpoints'}`,
  fromTo: (before: string, after: string) => `${before} → ${after}`,
  added: 'Added',
  removed: 'Removed',
  more: (count: string) => `and ${count} more`,
  gone: (count: string, isOne: boolean) =>
    isOne
      ? '1 earlier version was deleted with the data of a person who was erased.'
      : `${count} earlier versions were deleted with the data of a person who was erased.`,
  older: 'Only the newest versions are shown; the API and the command list the others.',
};
