import { Command } from 'commander';
import { rotateSigningKeys } from '../../../../server/src/security/oauthkeys/service.ts';
import { onInstallation } from '../../installation.ts';

async function rotate({ json }: { json?: boolean }): Promise<void> {
  const keyId = await onInstallation(({ context }) => rotateSigningKeys(context, 'system'));
  if (json === true) process.stdout.write(`${JSON.stringify({ keyId })}\n`);
  else
    process.stdout.write(
      `The key ${keyId} signs ID tokens from now on. What the keys before it signed can be verified for seven more days.\n`,
    );
}

/** `earshot oauth-keys rotate`: a new key signs ID tokens. */
export function rotateOauthKeysCommand(): Command {
  return new Command('rotate')
    .description('make a new key that signs ID tokens; a running server takes it up within a minute')
    .option('--json', 'print {"keyId"}')
    .action(rotate);
}
