const FILE_ENDINGS = /\.(mp3|m4a|m4b|mp4|m4v|mov|aac|ogg|oga|opus|flac|wav|webm|m3u8|ts|mpd|pdf|epub|php|html?|aspx?|jsp|xml|json)$/i;
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}$/i;
const LONGEST = 4_000;

/** Where the last part of a path that names a host begins, the file's own name aside; -1 when none does. */
function nestedHost(parts: readonly string[]): number {
  for (let place = parts.length - 2; place >= 0; place -= 1) {
    const host = parts[place].replace(/:\d{1,5}$/, '');
    if (host.length <= 253 && HOST.test(host) && !FILE_ENDINGS.test(host)) return place;
  }
  return -1;
}

/**
 * The address of a file as requests are put together by: host and path, without scheme, query and fragment, without the prefixes that stand
 * before the file's own host, host in lower case. A bare path, as logs have it, stays a path.
 */
export function fileAddress(url: string): string {
  const text = url.slice(0, LONGEST);
  const end = text.search(/[?#]/);
  const bare = (end < 0 ? text : text.slice(0, end)).replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^\/\//, '');
  const parts = bare.split('/');
  const nested = nestedHost(parts);
  const own = nested < 0 ? parts : parts.slice(nested);
  if (nested >= 0 || own[0] !== '') own[0] = own[0].toLowerCase();
  return own.join('/');
}
