import { Command } from 'commander';
import { resetFactor } from '../../../../server/src/security/enrolment/service.ts';
import { onInstallation } from '../../installation.ts';

async function reset({ email, json }: { email: string; json?: boolean }): Promise<void> {
  await onInstallation(({ context }) => resetFactor(context, 'system', email));
  if (json === true) process.stdout.write(`${JSON.stringify({ email })}\n`);
  else process.stdout.write(`${email} signs in with the password alone until they set up another second factor.\n`);
}

/** `earshot people reset-mfa`: removes the second factor of a person who lost it. */
export function peopleResetMfaCommand(): Command {
  return new Command('reset-mfa')
    .description('remove the second factor of a person who lost it and their recovery codes; make sure who asks first')
    .requiredOption('--email <address>', 'the address they sign in with')
    .option('--json', 'print {"email"}')
    .action(reset);
}
