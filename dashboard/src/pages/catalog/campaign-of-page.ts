import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../components/may.ts';
import { campaignQuery, CATALOG } from './catalog-queries.ts';

/** The campaign whose page this is, which its frame has read already, and how the page says what was done. */
export function useCampaignPage() {
  const { key } = useParams({ from: '/signed-in/catalog/campaigns/$key' });
  const queryClient = useQueryClient();
  const campaign = useQuery(campaignQuery(key)).data;
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: CATALOG });
  };
  return { key, campaign, mayChange, said, tell };
}
