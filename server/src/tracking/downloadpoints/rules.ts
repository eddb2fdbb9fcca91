import { createHash, type KeyObject } from 'node:crypto';
import { canonical } from '../../platform/canonical.ts';
import { exposureEvidence } from '../intake/derived.ts';
import { type ConnectionType, fingerprintOf, type TouchpointRow } from '../intake/rules.ts';
import type { ConsentState } from '../intake/schema.ts';
import type { DeliveryEvidence, RequestSource } from '../requests/schema.ts';

const LONGEST_ID = 200;
const CHANNEL = 'podcast';

/** A counted request, as far as its touchpoints tell of it. */
export interface CountedDownload {
  id: string;
  occurredAt: string;
  source: RequestSource;
  evidence: DeliveryEvidence;
  show: string | null;
  episode: string | null;
  addressKey: string | undefined;
  agentKey: string | undefined;
  connectionType: ConnectionType;
  consent: ConsentState;
}

/** A placement whose ad a download delivered, as far as a touchpoint tells of it. */
export interface DeliveredPlacement {
  key: string;
  campaign: string;
  /** How the ad's own delivery is known, where that is better than what is known of the download. */
  evidence?: DeliveryEvidence;
}

/** A touchpoint that a counted download stands for, as it waits to be stored. */
export interface DownloadTouchpoint {
  id: string;
  occurredAt: string;
  campaign?: string;
  show?: string;
  episode?: string;
  placement?: string;
  addressKey?: string;
  agentKey?: string;
  connectionType: ConnectionType;
  consent: ConsentState;
  priority: number;
  metadata: Record<string, unknown>;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** The id of the touchpoint for a request, and for the placement it delivered; of a key too long for an id its hash stands there. */
export function downloadId(requestId: string, placement?: string): string {
  if (placement === undefined) return `download:${requestId}`;
  const id = `download:${requestId}:${placement}`;
  return id.length <= LONGEST_ID ? id : `download:${requestId}:${sha256(placement)}`;
}

/** What a download is told with beside the placement: how it is known, who served it, what played it. */
function metadataOf({ evidence, source, connectionType }: CountedDownload, player: string | undefined): Record<string, unknown> {
  return { evidence, source, connectionType, ...(player === undefined ? {} : { player }) };
}

/** The touchpoints of a counted download: one for each placement it delivered; where there is none, one without a campaign. */
export function touchpointsOf(
  request: CountedDownload,
  placements: readonly DeliveredPlacement[],
  { player, priority }: { player: string | undefined; priority: number },
): DownloadTouchpoint[] {
  const { id, occurredAt, show, episode, addressKey, agentKey, connectionType, consent } = request;
  const touchpoint: DownloadTouchpoint = {
    id: downloadId(id),
    occurredAt,
    ...(show === null ? {} : { show }),
    ...(episode === null ? {} : { episode }),
    ...(addressKey === undefined ? {} : { addressKey, agentKey }),
    connectionType,
    consent,
    priority,
    metadata: metadataOf(request, player),
  };
  if (placements.length === 0) return [touchpoint];
  return placements.map(({ key, campaign, evidence = request.evidence }) => ({
    ...touchpoint,
    id: downloadId(id, key),
    campaign,
    placement: key,
    metadata: { ...touchpoint.metadata, evidence },
  }));
}

/** What tells whether the touchpoints of a request changed, or the ads that it did not deliver; undefined for none. */
export function printOf(touchpoints: readonly DownloadTouchpoint[], undelivered: readonly object[]): string | undefined {
  if (touchpoints.length === 0) return undefined;
  return sha256(JSON.stringify([...touchpoints.map((one) => ({ ...one, priority: 0 })), ...undelivered]));
}

/** A download as intake stores it. */
export function rowOf(tenantId: string, touchpoint: DownloadTouchpoint, key: KeyObject): TouchpointRow {
  const { metadata, ...plain } = touchpoint;
  const { id, occurredAt, campaign, show, episode, placement, addressKey, agentKey, connectionType, consent } = plain;
  const metadataText = JSON.stringify(canonical(metadata));
  const content = ['download', id, occurredAt, campaign, show, episode, placement, addressKey, agentKey, connectionType, consent];
  return {
    ...plain,
    tenantId,
    kind: 'download',
    channel: CHANNEL,
    deliveryEvidence: exposureEvidence('download', metadata),
    metadata: metadataText,
    fingerprint: fingerprintOf([...content, metadataText], key),
  };
}
