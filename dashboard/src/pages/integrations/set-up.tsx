import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { paths } from '../../paths.ts';
import { onboardingTexts } from '../../texts-onboarding.ts';
import { setUpTexts as words } from '../../texts-set-up.ts';
import { SelectField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { LiveCheck } from './live-check.tsx';
import { SET_UP_SOURCES, type SetUpSource } from './set-up-sources.ts';
import { SetUpPlace } from './set-up-places.tsx';

function Steps({ source }: { source: SetUpSource }) {
  return (
    <Panel id="steps" title={`${words.steps}: ${onboardingTexts.sources[source]}`}>
      <ol className="flex list-decimal flex-col gap-1.5 pr-4 pb-4 pl-9 sm:pl-10">
        {words[source].steps.map((step) => (
          <li key={step} className="max-w-3xl">
            {step}
          </li>
        ))}
      </ol>
      <div className="flex flex-col gap-3 border-t border-line px-4 py-4 sm:px-5">
        <SetUpPlace key={source} source={source} />
      </div>
    </Panel>
  );
}

/** Tracking step by step, with what is to be copied, and a check that tells when the first event has come. */
export function SetUpRoom() {
  const { source = 'prefix' } = useSearch({ from: '/signed-in/tracking/set-up' });
  const navigate = useNavigate();
  const mayChange = useMay('analyse');
  const choose = (text: string) => {
    const next = SET_UP_SOURCES.find((one) => one === text);
    void navigate({ to: paths.setUp, search: { source: next }, replace: true });
  };
  return (
    <>
      <RoomHead title={words.title}>{words.lead}</RoomHead>
      <div className="max-w-96">
        <SelectField
          label={words.choose}
          options={SET_UP_SOURCES.map((one) => [one, onboardingTexts.sources[one]] as const)}
          value={source}
          onChange={({ target }) => choose(target.value)}
        />
      </div>
      {mayChange ? <LiveCheck key={source} source={source} /> : <Notice>{onboardingTexts.readOnly}</Notice>}
      <Steps source={source} />
      <Panel id="usual" title={words.usual}>
        <ul className="flex list-disc flex-col gap-1.5 pr-4 pb-4 pl-9 text-muted sm:pl-10">
          {words.usually[source].map((hint) => (
            <li key={hint} className="max-w-3xl">
              {hint}
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}
