import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { removeSample } from '../onboarding-api.ts';
import { sampleQuery } from '../onboarding-queries.ts';
import { AskFirst } from '../pages/tenants/ask-first.tsx';
import { sessionQuery } from '../queries.ts';
import { onboardingTexts } from '../texts-onboarding.ts';
import { useMay } from './may.ts';

const words = onboardingTexts.sample;
const SENTENCES = { loading: words.sentenceLoading, loaded: words.sentence, removing: words.sentenceRemoving };

/** Above every room while the tenant holds sample data: says so, and removes it. */
export function SampleBanner() {
  const queryClient = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const mayRemove = useMay('analyse');
  const id = session.tenant?.id ?? '';
  const { data } = useQuery({ ...sampleQuery(id), enabled: id !== '' && session.needs === null && session.scopes.includes('read') });
  const state = data?.state;
  const shown = useRef(state);
  useEffect(() => {
    // What was cut off and ended in the background changed every figure.
    const wasUnderWay = shown.current === 'loading' || shown.current === 'removing';
    if (wasUnderWay && shown.current !== state) void queryClient.invalidateQueries();
    shown.current = state;
  }, [state, queryClient]);
  if (state === undefined || state === 'none') return null;
  return (
    <div role="note" className="hatched border-b border-notice-line bg-notice-soft">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 text-small text-notice sm:px-8">
        <strong className="font-semibold">{words.tag}</strong>
        <span className="min-w-0 flex-1 basis-56">{SENTENCES[state]}</span>
        {mayRemove && state === 'loaded' && (
          <AskFirst
            label={words.remove}
            look="outline"
            title={words.removeTitle}
            lead={words.removeLead}
            change={() => removeSample(id)}
            onDone={() => void queryClient.invalidateQueries()}
          />
        )}
      </div>
    </div>
  );
}
