/** Every address of the dashboard; `$id` is a conversion's id as the tenant sent it, percent-encoded. */
export const paths = {
  overview: '/',
  signIn: '/sign-in',
  compare: '/compare',
  conversions: '/conversions',
  conversion: '/conversions/$id',
} as const;

/** Where to go after signing in: an address inside the dashboard, else the overview. */
export function returnPath(next: unknown): string {
  const inside = typeof next === 'string' && /^\/(?![/\\])/.test(next) && !next.startsWith(paths.signIn);
  return inside ? next : paths.overview;
}
