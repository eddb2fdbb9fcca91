/** Whether an origin is one of these sites, or a subdomain of one that stands for its subdomains. */
export function isOfSite(origin: string, sites: readonly string[]): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  return sites.some((site) => {
    const [scheme, name] = site.split('://');
    if (`${scheme}:` !== protocol) return false;
    return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === new URL(site).host;
  });
}

/** Whether a host name is that of one of these sites, whatever scheme and port. */
export function isHostOfSite(hostname: string, sites: readonly string[]): boolean {
  return sites.some((site) => {
    const name = new URL(site.replace('://*.', '://')).hostname;
    return hostname === name || (site.includes('://*.') && hostname.endsWith(`.${name}`));
  });
}

/** FNV-1a, 32 bits, over UTF-16 code units: what a page tells of the path a visit began with instead of the path itself. */
export function pathChecksum(path: string): number {
  let sum = 0x811c9dc5;
  for (let place = 0; place < path.length; place++) sum = Math.imul(sum ^ path.charCodeAt(place), 0x01000193);
  return sum >>> 0;
}

interface SnippetTerms {
  publicUrl: string;
  publicId: string;
  clickDays: number;
  /** Whether the tenant takes unknown consent for denied: the page then has to say so first, so that nothing is stored before. */
  dropsUnknown: boolean;
}

/** What to paste into a page: a stub that keeps calls made before the script is there, and the script. */
export function buildSnippet({ publicUrl, publicId, clickDays, dropsUnknown }: SnippetTerms): string {
  const attributes = `data-tag="${publicId}" data-days="${clickDays}" data-consent="${dropsUnknown ? 'denied' : 'unknown'}"`;
  const stub = '<script>window.earshot=window.earshot||function(){(earshot.q=earshot.q||[]).push(arguments)}</script>';
  return `${stub}\n<script async src="${publicUrl.replace(/\/+$/, '')}/t.js" ${attributes}></script>`;
}
