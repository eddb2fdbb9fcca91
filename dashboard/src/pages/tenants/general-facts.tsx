import { formatCount } from '../../format.ts';
import type { TenantSettings } from '../../tenant-api.ts';
import { tenantTexts } from '../../texts-tenant.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { Facts } from './facts.tsx';
import { currencyName } from './general-choices.ts';

const words = tenantTexts.general;

/** What a tenant has settled for itself, for those who may read it only. */
export function SettledFacts({ settings }: { settings: TenantSettings }) {
  const { lookbackDays, halfLifeDays, minEvidence, currency, timeZone, retentionDays, consentUnknown, mfaRequired } = settings;
  const { defaultModel, downloadWindow, addressDays } = settings;
  return (
    <>
      <Panel id="reports" title={words.reports}>
        <Facts
          items={[
            { name: words.model, value: defaultModel ?? words.modelOwn, help: words.modelHelp },
            { name: words.lookback, value: lookbackDays, help: words.lookbackHelp },
            { name: words.halfLife, value: halfLifeDays, help: words.halfLifeHelp },
            { name: words.evidence, value: texts.evidence[minEvidence][0], help: words.evidenceHelp },
            { name: words.currency, value: currency === null ? words.currencyOwn : currencyName(currency), help: words.currencyHelp },
            { name: words.window, value: words.windows[downloadWindow], help: words.windowHelp },
          ]}
        />
      </Panel>
      <Panel id="rest" title={words.rest}>
        <Facts
          items={[
            { name: words.timeZone, value: timeZone, help: words.timeZoneHelp },
            { name: words.keeping, value: retentionDays === null ? words.forever : words.days(formatCount(retentionDays)) },
            { name: words.addresses, value: addressDays, help: words.addressesHelp },
            { name: words.consent, value: consentUnknown === 'drop' ? words.consentDrop : words.consentKeep, help: words.consentHelp },
            { name: words.mfa, value: mfaRequired ? words.mfaOn : words.mfaOff, help: words.mfaHelp },
          ]}
        />
      </Panel>
    </>
  );
}
