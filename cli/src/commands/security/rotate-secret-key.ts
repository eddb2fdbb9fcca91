import { Command } from 'commander';
import { rotateInstallationSecret } from '../../../../server/src/main.ts';
import { startProgress } from '../../progress.ts';
import { stopSignal } from '../../stop-signal.ts';
import { countText } from '../../count-text.ts';

interface Options {
  newDataKeys?: boolean;
  json?: boolean;
}

async function rotate({ newDataKeys, json }: Options): Promise<void> {
  // What was begun for a tenant is finished: a first signal is left unheard.
  stopSignal();
  const progress = startProgress({ label: 'changing the secret', unit: 'tenants' });
  try {
    const rotation = await rotateInstallationSecret({ newDataKeys, onProgress: () => progress.advance(1) });
    progress.done();
    const { tenants, dataKeys, otherSecrets } = rotation;
    if (json === true) process.stdout.write(`${JSON.stringify(rotation)}\n`);
    else
      process.stdout.write(
        `The secret is changed. ${countText(dataKeys, 'data key')} and ${countText(otherSecrets, 'other value')} ` +
          `of ${countText(tenants, 'tenant')} are sealed by the new one.\n`,
      );
  } finally {
    progress.done();
  }
}

/** `earshot secret-key rotate`: everything that the secret seals goes under a new one. */
export function rotateSecretKeyCommand(): Command {
  return new Command('rotate')
    .description(
      'bring what the secret seals under a new one, made in the data folder or given by EARSHOT_SECRET_KEY; may be cut off and repeated',
    )
    .option('--new-data-keys', 'also make new data keys, which seal secrets stored from now on')
    .option('--json', 'print {"tenants","dataKeys","otherSecrets"}')
    .action(rotate);
}
