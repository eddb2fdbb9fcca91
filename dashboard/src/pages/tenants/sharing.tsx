import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RoomHead } from '../../components/room-head.tsx';
import { sessionQuery } from '../../queries.ts';
import { sharingTexts } from '../../texts-sharing.ts';
import { Said } from './said.tsx';
import { SharesGiven } from './shares-given.tsx';
import { SharesReceived } from './shares-received.tsx';

/** Which campaigns this tenant lets others read, and which it reads of others. */
export function Sharing() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [said, say] = useState('');
  const { role, scopes } = session;
  const canChange = role === null ? scopes.includes('admin') : role === 'owner' || role === 'admin';
  return (
    <>
      <RoomHead title={sharingTexts.title}>{sharingTexts.lead}</RoomHead>
      <Said text={said} />
      <SharesGiven canChange={canChange} say={say} />
      <SharesReceived canChange={canChange} say={say} />
    </>
  );
}
