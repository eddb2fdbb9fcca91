import type { Setting } from './settings.ts';

/** The settings of what redirectors do, and of the spool and of stopping, which the main installation has as well. */
export const REDIRECTOR_SETTINGS = [
  {
    name: 'EARSHOT_UPSTREAM_URL',
    default: '',
    description:
      'For `serve --role tracking`: the address at which this machine reaches the main installation, such as `http://10.0.0.5:8080`. It ' +
      'fetches public ids from there, and hands over what was asked for.',
    secret: false,
  },
  {
    name: 'EARSHOT_EDGE_KEY',
    default: '',
    description:
      'For `serve --role tracking`: what `earshot edge key` prints on the main installation, in place of its secret. It opens what a ' +
      'redirector keeps and hands over, and nothing of what tenants keep. Required in production there; the main installation derives it ' +
      'from its secret and does not read this.',
    secret: true,
  },
  {
    name: 'EARSHOT_PREVIOUS_EDGE_KEY',
    default: '',
    description:
      'The edge key before `EARSHOT_EDGE_KEY`, after the secret of the main installation was changed, until nothing sealed by it waits ' +
      "in the redirector's spool.",
    secret: true,
  },
  {
    name: 'EARSHOT_SPOOL_MIB',
    default: '1024',
    description:
      'How many MiB of public requests (episode prefixes, pixels, links, beacons, webhooks) may wait in `spool` of the data folder while ' +
      'the database cannot take them; about 1,500 requests fit into one. Beyond it listeners are still redirected, but what they asked ' +
      'for is not counted: `earshot tracking spool`, `/metrics` and the log say how much was lost.',
    secret: false,
  },
  {
    name: 'EARSHOT_STOP_SECONDS',
    default: '50',
    description:
      'How many seconds a process that was asked to stop may take to finish what is under way, from 1 to 9999. Then it ends all the ' +
      'same, with exit code 1, and says so: a database that does not answer could hold it for longer. What was acknowledged is stored by ' +
      'then. Whatever ends the process by force, such as `terminationGracePeriodSeconds` or `stop_grace_period`, should wait for longer ' +
      'than this.',
    secret: false,
  },
] as const satisfies readonly Setting[];
