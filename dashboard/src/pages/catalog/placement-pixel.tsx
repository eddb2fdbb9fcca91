import { useState } from 'react';
import type { PlacementWithPixels } from '../../catalog-api.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { LocalAddress } from '../../components/local-address.tsx';
import { catalogTexts } from '../../texts-catalog.ts';
import { SelectField } from '../../ui/field.tsx';
import { Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';

const words = catalogTexts.placement;
const PLAIN = 'plain';

function Trust({ adServer, source }: { adServer: string; source: string | null }) {
  if (adServer === PLAIN) return <p className="text-muted">{words.plain}</p>;
  if (source === null)
    return (
      <Notice tone="notice" icon={<Warning />}>
        {words.unchecked}
      </Notice>
    );
  return (
    <p className="text-muted">
      {words.checked}{' '}
      <a href={source} target="_blank" rel="noreferrer" className="font-medium text-accent underline underline-offset-4">
        {words.checkedPage}
      </a>
      .
    </p>
  );
}

/** The address of a placement's pixel for one ad server after the other, to be copied. */
export function PlacementPixel({ placement: { kind, pixels } }: { placement: PlacementWithPixels }) {
  const [adServer, choose] = useState(PLAIN);
  const pixel = pixels.find((one) => one.adServer === adServer) ?? pixels[0];
  return (
    <Panel id="pixel" title={words.pixel}>
      <div className="flex flex-col gap-4 px-4 pb-5 sm:px-5">
        <p className="max-w-3xl text-muted">{kind === 'baked_in' ? words.bakedInPixel : words.pixelLead}</p>
        <div className="max-w-96">
          <SelectField
            label={words.adServer}
            options={pixels.map((one) => [one.adServer, words.adServers[one.adServer] ?? one.adServer] as const)}
            value={adServer}
            onChange={({ target }) => choose(target.value)}
          />
        </div>
        <CopyField label={words.address} value={pixel.address} help={words.test} />
        <LocalAddress text={pixel.address} />
        <Trust adServer={pixel.adServer} source={pixel.source} />
      </div>
    </Panel>
  );
}
