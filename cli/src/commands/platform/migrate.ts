import { Command } from 'commander';
import { migrateInstallation } from '../../../../server/src/main.ts';
import { stopSignal } from '../../stop-signal.ts';

async function migrate({ json }: { json?: boolean }): Promise<void> {
  // A migration is not cut off half-way: a first signal is left unheard.
  stopSignal();
  const applied = await migrateInstallation();
  if (json === true) process.stdout.write(`${JSON.stringify({ applied })}\n`);
  else if (applied.length === 0) process.stdout.write('The database is up to date.\n');
  else process.stdout.write(`Applied ${applied.length} migrations: ${applied.join(', ')}\n`);
}

/** `earshot migrate`: roles and tables of the database that the environment names. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database up to date; with DATABASE_URL this needs DATABASE_OWNER_URL, and it creates the roles')
    .option('--json', 'print {"applied":[…]}')
    .action(migrate);
}
