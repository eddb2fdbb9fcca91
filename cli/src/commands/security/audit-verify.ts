import { createPublicKey } from 'node:crypto';
import { Command } from 'commander';
import { verifyAuditLog, verifyPlatformAuditLog } from '../../../../server/src/security/audit/service.ts';
import { isGenuine } from '../../../../server/src/security/checkpoints/rules.ts';
import type { Checkpoint } from '../../../../server/src/security/checkpoints/schema.ts';
import { findForgedCheckpoints } from '../../../../server/src/security/checkpoints/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { readCheckpoints, readPublicKey, tenantOfExport, type Verified, verifyExport } from './audit-file.ts';
import { columnsText } from '../../table-text.ts';
import { countText } from '../../count-text.ts';

interface Options {
  tenant?: string;
  platform?: boolean;
  file?: string;
  checkpoint?: string;
  publicKey?: string;
  json?: boolean;
}

function refuseForged(forged: readonly Checkpoint[], file: string): void {
  if (forged.length === 0) return;
  const [{ seq }] = forged;
  throw new CommandError(
    `The checkpoint of row ${seq} in ${file} is not genuine: it was not signed with this key for this log. Take another one.`,
  );
}

async function verifyFile(file: string, { checkpoint, publicKey }: Options): Promise<Verified> {
  const tenant = await tenantOfExport(file);
  if (checkpoint === undefined) return verifyExport(file, tenant, []);
  if (publicKey === undefined)
    throw new CommandError('--checkpoint with --file also needs --public-key: a checkpoint is worth what its signature is.');
  const key = createPublicKey(readPublicKey(publicKey));
  const checkpoints = readCheckpoints(checkpoint);
  refuseForged(
    checkpoints.filter((one) => one.tenant !== tenant || !isGenuine(key, one)),
    checkpoint,
  );
  return verifyExport(file, tenant, checkpoints);
}

async function verifyDatabase({ tenant: slug, checkpoint, publicKey }: Options): Promise<Verified> {
  const checkpoints = checkpoint === undefined ? [] : readCheckpoints(checkpoint);
  const publicKeyPem = publicKey === undefined ? undefined : readPublicKey(publicKey);
  return onInstallation(async ({ context }) => {
    const tenant = slug === undefined ? 'platform' : (await operatorOf(context, slug)).tenantId;
    refuseForged(await findForgedCheckpoints(context, 'system', { tenant, checkpoints, publicKeyPem }), checkpoint ?? '');
    return slug === undefined
      ? verifyPlatformAuditLog(context, 'system', checkpoints)
      : verifyAuditLog(context, 'system', tenant, checkpoints);
  });
}

async function verify(options: Options): Promise<void> {
  const { tenant, platform, file, json } = options;
  if ([tenant, platform, file].filter((one) => one !== undefined).length !== 1)
    throw new CommandError('Name one of --tenant SLUG, --platform and --file EXPORT.');
  const verified = file === undefined ? await verifyDatabase(options) : await verifyFile(file, options);
  const { rows, end, findings } = verified;
  const lines = findings.length === 0 ? '' : `${columnsText(findings.map(({ seq, problem, says }) => [`row ${seq}`, problem, says]))}\n`;
  if (json === true) process.stdout.write(`${JSON.stringify(verified)}\n`);
  else process.stdout.write(lines);
  if (findings.length > 0)
    throw new CommandError(`This audit log is not as it was written: ${findings.length} ${findings.length === 1 ? 'fault' : 'faults'}.`);
  if (json !== true)
    process.stdout.write(
      `This audit log is as it was written: ${countText(rows, 'row')}, the last one ${end.seq} with hash ${end.hash}.\n`,
    );
}

/** `earshot audit verify`: whether an audit log is as it was written. */
export function auditVerifyCommand(): Command {
  return new Command('verify')
    .description('find rows of an audit log that were edited, deleted, swapped, dated back or cut off; fails when there are any')
    .option('--tenant <slug>', "a tenant's log in the database")
    .option('--platform', "the installation's own log in the database")
    .option('--file <export>', 'an export as NDJSON; needs no database')
    .option('--checkpoint <file>', 'signed checkpoints, kept elsewhere: find also a log whose end was rewritten')
    .option('--public-key <file>', "the key that signed them, instead of this installation's")
    .option('--json', 'print {"rows","end","findings"}')
    .action(verify);
}
