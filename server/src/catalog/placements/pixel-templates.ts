/** The names of the pixel's parameters that an ad server's macros fill, beside the placement's public id `p` and its token `k`. */
export const PIXEL_PARAMETERS = ['ip', 'ua', 'ep', 'show', 'did', 'cb', 'ts'] as const;
export type PixelParameter = (typeof PIXEL_PARAMETERS)[number];

export interface PixelTemplate {
  adServer: string;
  /** The macro that fills each parameter, as the ad server writes it. */
  macros: Partial<Record<PixelParameter, string>>;
  /** The public page the macros were checked against in November 2026; null for names from general knowledge. */
  source: string | null;
}

/**
 * What to paste into which ad server. Ad servers fill macros in on their side, so address and user agent are the listener's, not the
 * server's. `plain` is for whatever the listener's own device requests: it needs no macros, and shows nobody the token.
 */
export const PIXEL_TEMPLATES: readonly PixelTemplate[] = [
  { adServer: 'plain', macros: {}, source: null },
  {
    adServer: 'megaphone',
    macros: { ip: '%%IP_ADDRESS%%', ua: '%%USER_AGENT%%', ep: '%%EPISODE_ID%%', show: '%%PODCAST_ID%%', cb: '%%CACHEBUSTER%%' },
    source: null,
  },
  {
    adServer: 'adswizz',
    macros: { ip: '[IP]', ua: '[USERAGENT]', did: '[LISTENERID]', cb: '[CACHEBUSTER]', ts: '[TIMESTAMP]' },
    source: null,
  },
  {
    adServer: 'triton',
    macros: { ip: '@IP@', ua: '@USERAGENT@', did: '@AD_ID@', cb: '@CACHEBUSTER@', ts: '@TIMESTAMP@' },
    source: 'https://help.tritondigital.com/docs/macros-for-buyers',
  },
  {
    adServer: 'art19',
    macros: { ip: '{ip_address}', ua: '{user_agent}', ep: '{episode_id}', show: '{series_id}', cb: '{random}' },
    source: null,
  },
  {
    adServer: 'acast',
    macros: {
      ip: '(acast-ip)',
      ua: '(acast-useragent)',
      ep: '(acast-episode-url)',
      show: '(acast-channel-url)',
      did: '(acast-device-ad-id)',
      cb: '(acast-random)',
      ts: '(acast-timestamp)',
    },
    source: 'https://learn.acast.com/en/articles/6949216-ad-manager-tracking-and-attribution',
  },
  {
    adServer: 'spotify',
    macros: { ip: '[IP]', ua: '[USER_AGENT]', did: '[DEVICE_ID]', cb: '[CACHEBUSTER]', ts: '[TIMESTAMP]' },
    source: null,
  },
  {
    adServer: 'dovetail',
    macros: { ip: '{ipmask}', ua: '{agent}', ep: '{episode}', show: '{podcast}', cb: '{randomint}', ts: '{timestamp}' },
    source: 'https://help.prx.org/hc/en-us/articles/7653096583451-Third-Party-Ad-Tracking',
  },
];
