import { trackingTexts } from './texts-tracking.ts';
import type { RequestFate } from './requests-api.ts';

const OWN: Partial<Record<RequestFate, readonly [string, string]>> = {
  download: ['Download', 'It stands for one listener, one episode and one window of 24 hours.'],
  waiting: ['Waiting', 'It is stored, and not counted yet.'],
};

/** What became of a request, by name, and what that means. */
export const fateWords = (fate: RequestFate): readonly [string, string] => OWN[fate] ?? trackingTexts.waterfall.reasons[fate] ?? [fate, ''];

/** The words of the room of single requests. */
export const requestTexts = {
  tab: 'Requests',
  lead: 'Every request for an episode with what became of it and why, newest first, without addresses. The waterfall adds them up.',
  title: 'Requests',
  show: 'Show',
  allShows: 'All shows',
  episode: 'Episode',
  allEpisodes: 'All episodes',
  chooseShow: 'Choose a show first',
  fate: 'What became of it',
  allFates: 'Whatever became of it',
  at: 'Asked at',
  place: 'Show and episode',
  noEpisode: 'no episode known',
  noShow: 'no show known',
  program: 'Program',
  noProgram: 'none told',
  network: 'Network',
  networks: {
    household: 'household',
    mobile: 'mobile',
    business: 'business',
    relay: 'relay',
    datacenter: 'datacenter',
    unknown: 'unknown',
  } as Record<string, string>,
  asn: (asn: number) => `AS${asn}`,
  asked: 'Asked and sent',
  bytes: (count: string) => `${count} bytes`,
  source: 'From',
  sources: { prefix: 'prefix', host_log: 'a host’s log', export: 'an export', api: 'the API' } as Record<string, string>,
  erased: 'Erased person',
  erasedHelp: 'Of an erased person the day, the episode and what became of the request are left.',
  counted: ['request', 'requests'] as const,
  empty: 'No request in this choice',
  emptyHelp: 'Put the tracking prefix of a show before its files, or import a log with “earshot import logs”.',
  lookFurther: 'Look at older ones',
  emptyPart: 'None among the 20,000 requests looked at so far; there are older ones.',
} as const;
