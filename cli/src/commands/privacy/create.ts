import { Command } from 'commander';
import { NewPrivacyRequest, REQUEST_KINDS, VERIFICATIONS } from '../../../../server/src/privacy/requests/schema.ts';
import { createPrivacyRequest } from '../../../../server/src/privacy/requests/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';

interface Options {
  tenant: string;
  kind: string;
  email?: string;
  emailHash?: string;
  userId?: string;
  deviceId?: string;
  clickId?: string;
  emailMd5?: string;
  ip?: string;
  userAgent?: string;
  verification?: string;
  confirmByMail?: boolean;
  objects?: boolean;
  json?: boolean;
}

function requestOf(options: Options): NewPrivacyRequest {
  const { email, emailHash: emailSha256, emailMd5, userId, deviceId, clickId, ip, userAgent } = options;
  const parsed = NewPrivacyRequest.safeParse({
    kind: options.kind,
    identities: [{ email, emailSha256, emailMd5, userId, deviceId, clickId, ip, userAgent }],
    verification: options.verification,
    confirmByMail: options.confirmByMail,
    objects: options.objects,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(
    `${issue.path
      .map((part) => (typeof part === 'string' ? part : ''))
      .join(' ')
      .trim()}: ${issue.message}.`,
  );
}

async function create(options: Options): Promise<void> {
  const input = requestOf(options);
  const created = await onInstallation(async ({ context }) =>
    createPrivacyRequest(context, await operatorOf(context, options.tenant), input),
  );
  if (options.json === true) process.stdout.write(`${JSON.stringify(created)}\n`);
  else {
    const next = created.status === 'in_progress' ? ' "earshot privacy run" does its work now; a running server does it by itself.' : '';
    process.stdout.write(`Request ${created.id} is ${created.status.replace('_', ' ')}, due by ${created.dueAt}.${next}\n`);
  }
}

/** `earshot privacy create`: takes a person's request. */
export function createPrivacyCommand(): Command {
  return new Command('create')
    .description('take a request of a person about their data; who it is about is hashed and not stored')
    .requiredOption('--tenant <slug>', 'whose listener or customer')
    .requiredOption('--kind <kind>', REQUEST_KINDS.join(', '))
    .option('--email <address>', 'the address, hashed as emailSha256 is')
    .option('--email-hash <hash>', 'SHA-256 of the trimmed, lower-case address')
    .option('--email-md5 <hash>', 'MD5 of the trimmed, lower-case address, where events carry that')
    .option('--user-id <id>', "the tenant's own id of the person")
    .option('--device-id <id>', 'an advertising or device id')
    .option('--click-id <id>', 'the id a link carried')
    .option('--ip <address>', 'an address, together with --user-agent')
    .option('--user-agent <text>', 'a user agent, together with --ip')
    .option('--verification <how>', `how you made sure who asks: ${VERIFICATIONS.join(', ')}; work then begins`)
    .option('--confirm-by-mail', 'mail a code to --email')
    .option('--objects', 'of an erasure: events that come later lose their identity, too')
    .option('--json', 'print the request')
    .action(create);
}
