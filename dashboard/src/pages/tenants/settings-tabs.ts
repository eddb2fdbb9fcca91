import { paths } from '../../paths.ts';
import { aiProviderTexts } from '../../texts-ai-providers.ts';
import { applicationTexts } from '../../texts-applications.ts';
import { auditTexts } from '../../texts-audit.ts';
import { privacyTexts } from '../../texts-privacy.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { sharingTexts } from '../../texts-sharing.ts';
import { ssoTexts } from '../../texts-sso.ts';
import { tenantTexts } from '../../texts-tenant.ts';

/** The pages of this room. */
export const SETTINGS_TABS = [
  { to: paths.general, name: tenantTexts.tabs.general },
  { to: paths.usage, name: tenantTexts.tabs.usage },
  { to: paths.members, name: settingsTexts.tabs.members },
  { to: paths.apiKeys, name: settingsTexts.tabs.keys },
  { to: paths.serviceAccounts, name: settingsTexts.tabs.programs },
  { to: paths.applications, name: applicationTexts.title },
  { to: paths.singleSignOn, name: ssoTexts.title },
  { to: paths.sharing, name: sharingTexts.title },
  { to: paths.privacyRequests, name: privacyTexts.title },
  { to: paths.auditLog, name: auditTexts.tabs.audit },
  { to: paths.securityEvents, name: auditTexts.tabs.events },
  { to: paths.webhooks, name: auditTexts.tabs.webhooks },
  { to: paths.aiProviders, name: aiProviderTexts.room },
] as const;
