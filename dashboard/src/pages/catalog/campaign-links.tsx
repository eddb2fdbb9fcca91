import { useQuery } from '@tanstack/react-query';
import { type Link, removeLink } from '../../catalog-api.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { LocalAddress } from '../../components/local-address.tsx';
import { isLocal } from '../../components/local.ts';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { catalogTexts } from '../../texts-catalog.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { linksQuery, qrQuery } from './catalog-queries.ts';
import type { Changing } from './changing.ts';
import { LinkForm } from './link-form.tsx';
import { useShowNames } from './names.ts';

const words = catalogTexts.links;
const SVG = 'image/svg+xml';

/** The QR code of a link, to look at and to keep as a file that scales. */
function QrCode({ link: { key, address } }: { link: Link }) {
  const picture = useQuery(qrQuery(key));
  if (picture.error) return <ListFailure error={picture.error} onRetry={() => void picture.refetch()} />;
  if (picture.data === undefined) return <SkeletonLines count={3} label={texts.loading} />;
  const { data } = picture;
  return (
    <div className="flex flex-col items-center gap-4">
      <img
        src={`data:${SVG};base64,${btoa(data)}`}
        alt={words.qrOf(address)}
        className="size-64 max-w-full rounded-control bg-[#fff] p-3"
      />
      <code className="font-mono text-small break-all">{address}</code>
      <Button onClick={() => saveFile(new Blob([data], { type: SVG }), `${key}.svg`)}>{words.saveQr}</Button>
    </div>
  );
}

function LinkItem({ link, mayChange, tell }: Changing & { link: Link }) {
  const { key, show, address, redirectsTo } = link;
  const showName = useShowNames();
  const owner = show === null ? catalogTexts.codes.wholeCampaign : showName(show);
  return (
    <li className="flex flex-col gap-2 border-t border-line px-4 py-4 first:border-t-0 sm:px-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0">
          <span className="block truncate font-medium">{owner}</span>
          <code className="block truncate font-mono text-caption text-faint">{key}</code>
        </p>
        <span className="flex gap-1">
          <FormDialog label={words.qr} name={words.qrOf(key)} title={words.qr} lead={words.qrLead} look="quiet">
            {() => <QrCode link={link} />}
          </FormDialog>
          {mayChange && (
            <AskFirst
              label={catalogTexts.remove}
              name={words.removeWho(key)}
              title={words.removeWho(key)}
              lead={words.removeLead}
              action={catalogTexts.remove}
              change={() => removeLink(key)}
              onDone={() => tell(words.removed(key))}
            />
          )}
        </span>
      </div>
      <CopyField label={words.address(owner)} value={address} />
      <p className="text-small wrap-anywhere text-muted">
        {words.leadsTo} <code className="font-mono">{redirectsTo}</code>
      </p>
    </li>
  );
}

/** The tracking links of a campaign: the short address, its QR code, and where it leads. */
export function CampaignLinks({ campaign, mayChange, tell }: Changing & { campaign: string }) {
  const list = useQuery(linksQuery(campaign));
  const create = (
    <FormDialog label={words.create} lead={words.createLead}>
      {(close) => (
        <LinkForm
          campaign={campaign}
          onSaved={({ address }) => {
            close();
            tell(words.created(address));
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <Panel id="links" title={words.list} aside={list.data && mayChange && create}>
      {list.error && !list.data && <ListFailure error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && !list.data && <SkeletonLines count={3} label={texts.loading} />}
      {list.data?.length === 0 && <Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyRead} />}
      {list.data && isLocal(list.data[0]?.address ?? '') && (
        <div className="px-4 pb-4 sm:px-5">
          <LocalAddress text={list.data[0].address} />
        </div>
      )}
      {list.data && list.data.length > 0 && (
        <ul>
          {list.data.map((link) => (
            <LinkItem key={link.key} link={link} mayChange={mayChange} tell={tell} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
