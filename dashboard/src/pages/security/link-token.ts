/** The secret of a mailed link stands behind the #, which browsers send to no server; it is taken out of the address bar at once. */
export function takeToken(): string {
  const token = window.location.hash.slice(1);
  if (token !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
  return token;
}
