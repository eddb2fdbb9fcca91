import { Command } from 'commander';
import type { Onboarding, OnboardingStep } from '../../../../server/src/integrations/onboarding/schema.ts';
import { getOnboarding } from '../../../../server/src/integrations/onboarding/service.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { columnsText } from '../../table-text.ts';

const NAMES: Record<OnboardingStep['step'], string> = {
  profile: 'said what it is',
  catalog: 'show or campaign',
  tracking: 'tracking set up',
  touchpoint: 'first touchpoint',
  conversion: 'first conversion',
  credit: 'first credited conversion',
  spend: 'spend',
  member: 'another member',
};

function cellsOf({ step, state, isOptional, secondsToDone }: OnboardingStep): string[] {
  const after = secondsToDone === null ? '' : ` after ${Math.round(secondsToDone)} s`;
  return [`  ${NAMES[step]}`, `${state}${after}${isOptional ? ' (optional)' : ''}`];
}

function textOf({ state, profile, stoppedAt, createdAt, lookedAt, steps }: Onboarding): string {
  const next = stoppedAt === null ? [] : [`Next: ${NAMES[stoppedAt]}`];
  const facts = [
    `Created ${createdAt}, a ${profile ?? 'tenant that has not said what it is'}`,
    `Guide last looked at: ${lookedAt ?? 'never'}`,
  ];
  return [`Way to the first credit: ${state}`, ...facts, columnsText(steps.map(cellsOf)), ...next].join('\n');
}

async function show({ tenant, json }: { tenant: string; json?: boolean }): Promise<void> {
  const found = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return getOnboarding(context, actor, actor.tenantId);
  });
  process.stdout.write(`${json === true ? JSON.stringify(found) : textOf(found)}\n`);
}

/** `earshot onboarding show`: how far a tenant is on the way to its first credit. */
export function showOnboardingCommand(): Command {
  return new Command('show')
    .description('show how far a tenant is on the way to its first credited conversion')
    .requiredOption('--tenant <slug>', 'which tenant')
    .option('--json', 'print it as the API has it')
    .action(show);
}
