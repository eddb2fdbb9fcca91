import { startFeedRefreshes } from '../catalog/feedrefreshes/service.ts';
import { startMatching } from '../attribution/matching/service.ts';
import { startCollecting } from '../metering/collecting/service.ts';
import { startLimits } from '../metering/reservations/service.ts';
import { startMetering } from '../metering/spend/service.ts';
import { startExplanationUpkeep } from '../attribution/explanation-links/service.ts';
import { startReportMails } from '../attribution/report-schedules/service.ts';
import { startFits } from '../attribution/fit-work/service.ts';
import { startIdentityRules } from '../attribution/identity-rules/service.ts';
import { startPathChecks } from '../attribution/path-checks/service.ts';
import { startRuns } from '../attribution/run-work/service.ts';
import { startAiWork } from '../ai/background/service.ts';
import { startValidations } from '../attribution/validation-work/service.ts';
import { startBackups } from './backup-schedule/service.ts';
import { startBudgetLooks } from '../cost/budget-looks/service.ts';
import { startRatings } from '../cost/ratings/service.ts';
import { startHooks } from '../integrations/hooks/service.ts';
import { startOnboarding } from '../integrations/onboarding/service.ts';
import { startSamples } from '../integrations/samples/service.ts';
import { startPulls } from '../integrations/pulls/service.ts';
import { openMailer } from '../platform/mail.ts';
import { startDelivery } from '../platform/outbox-delivery.ts';
import { startPartitionUpkeep } from '../platform/partitions.ts';
import { startWebhooks } from '../security/deliveries/service.ts';
import { startCheckpoints } from '../security/checkpoints/service.ts';
import { startRetention } from '../privacy/retention/service.ts';
import { startPrivacyWork } from '../privacy/work/service.ts';
import { startSecurityUpkeep } from '../security/upkeep/service.ts';
import { startTenantUpkeep } from '../tenants/upkeep/service.ts';
import { startSignals } from '../tracking/signals/service.ts';
import { startAddressUpkeep } from '../tracking/addresses/service.ts';
import { startCounting } from '../tracking/counting/service.ts';
import type { Context } from '../platform/context.ts';
import type { Rounds } from '../platform/rounds.ts';
import type { Settings } from '../platform/settings.ts';

/** Works on what shops deliver, asks hosts, looks how far new tenants have come, and after sample data, until `close`. */
function startIntegrations(context: Context): Rounds {
  const all = [startHooks, startPulls, startOnboarding, startSamples].map((start) => start(context, 'system'));
  return { close: async () => void (await Promise.all(all.map((one) => one.close()))) };
}

/** Works on what people asked to have computed, and on what is looked through again and again, until `close`. */
function startComputing(context: Context): Rounds[] {
  const starts = [
    startRuns,
    startFits,
    startPathChecks,
    startValidations,
    startIdentityRules,
    startExplanationUpkeep,
    startReportMails,
    startMetering,
    startLimits,
    startCollecting,
    startRatings,
    startBudgetLooks,
    startAiWork,
  ];
  return starts.map((start) => start(context, 'system'));
}

/**
 * Works on what waits in the database, whichever process put it there, until `close`, which ends the round under way. Several processes
 * may do so at once: what must be done by one alone is claimed.
 */
export async function startBackground(context: Context, settings: Settings): Promise<Rounds> {
  const matching = await startMatching(context, 'system');
  const computing = startComputing(context);
  const counting = await startCounting(context, 'system');
  const addresses = startAddressUpkeep(context, 'system');
  const partitions = startPartitionUpkeep(context);
  const privacy = startPrivacyWork(context, 'system');
  const retention = startRetention(context, 'system');
  const mailer = openMailer(settings, context.log);
  const delivery = startDelivery(context, mailer);
  const tenants = startTenantUpkeep(context);
  const others = [startSecurityUpkeep, startWebhooks, startSignals, startFeedRefreshes].map((start) => start(context, 'system'));
  const integrations = startIntegrations(context);
  const checkpoints = startCheckpoints(context, 'system', settings.sharedDir);
  const backups = startBackups(context, 'system', settings);
  const inOrder = [
    backups,
    integrations,
    counting,
    addresses,
    matching,
    ...computing,
    partitions,
    privacy,
    retention,
    delivery,
    checkpoints,
    ...others,
  ];
  return {
    async close() {
      for (const one of inOrder) await one.close();
      mailer.close();
      await tenants.close();
    },
  };
}
