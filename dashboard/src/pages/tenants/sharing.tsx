import { useState } from 'react';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { sharingTexts } from '../../texts-sharing.ts';
import { ReportLinks } from './report-links.tsx';
import { ReportSchedules } from './report-schedules.tsx';
import { Said } from './said.tsx';
import { SharesGiven } from './shares-given.tsx';
import { SharesReceived } from './shares-received.tsx';

/** What this tenant shows strangers, which campaigns it lets other tenants read, and which it reads of others. */
export function Sharing() {
  const [said, say] = useState('');
  const canChange = useMay('administer');
  return (
    <>
      <RoomHead title={sharingTexts.title}>{sharingTexts.lead}</RoomHead>
      <Said text={said} />
      <ReportLinks canChange={canChange} say={say} />
      {canChange && <ReportSchedules say={say} />}
      <SharesGiven canChange={canChange} say={say} />
      <SharesReceived canChange={canChange} say={say} />
    </>
  );
}
