import type { Explanation } from '../../api.ts';

/** What campaigns, shows and episodes of an explanation are called: their name, else their key. */
export interface TouchNames {
  campaign(key: string): string;
  show(key: string): string;
  episode(key: string): string;
}

function nameOf(list: readonly { key: string; name: string }[]): (key: string) => string {
  const names = new Map(list.map(({ key, name }) => [key, name]));
  return (key) => names.get(key) ?? key;
}

export function touchNames({ names: { campaigns, shows, episodes } }: Explanation): TouchNames {
  return { campaign: nameOf(campaigns), show: nameOf(shows), episode: nameOf(episodes) };
}

/** The places of a touchpoint by name: show, episode, placement and channel, as far as it has them. */
export function placesOf(
  { show, episode, placement, channel }: { show: string | null; episode: string | null; placement: string | null; channel: string | null },
  names: TouchNames,
): string[] {
  const named = [show === null ? null : names.show(show), episode === null ? null : names.episode(episode), placement, channel];
  return named.filter((place) => place !== null);
}
