import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { faultsOf } from '../../faults.ts';
import { type Brand, type BrandDetails, deleteBrand, putBrand } from '../../tenant-api.ts';
import { brandTexts as words } from '../../texts-brand.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { AskFirst } from './ask-first.tsx';
import { brandQuery } from './tenant-queries.ts';

const MOST_BYTES = 65_536;

/** A logo that was chosen or is kept: base64, with what to show it by. */
interface Logo {
  content: string;
  address: string;
}

function keptLogo({ logo }: Brand): Logo | null {
  return logo && { content: logo.content, address: `data:${logo.type};base64,${logo.content}` };
}

async function readLogo(file: File): Promise<Logo> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return { content, address: `data:${file.type};base64,${content}` };
}

/** How what is kept looks on a light and on a dark page. */
function Preview({ brand, tenant, logo }: { brand: Brand; tenant: string; logo: Logo | null }) {
  if (logo === null && brand.colour === null) return <p className="text-muted">{words.none}</p>;
  const grounds = [
    { name: words.onLight, ground: '#ffffff', colour: brand.onLight },
    { name: words.onDark, ground: '#141a19', colour: brand.onDark },
  ];
  return (
    <dl className="flex flex-wrap gap-3" aria-label={words.preview}>
      {grounds.map(({ name, ground, colour }) => (
        <div key={name} className="flex flex-col gap-1">
          <dt className="text-small text-muted">{name}</dt>
          <dd
            className="flex min-h-20 w-56 flex-col items-start justify-center gap-2 rounded-panel border border-line p-4"
            style={{ backgroundColor: ground }}
          >
            {logo && <img src={logo.address} alt={tenant} className="max-h-12 max-w-48 rounded bg-white p-1" />}
            {colour !== null && (
              <span className="underline" style={{ color: colour }}>
                {words.link}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface BrandFormProps {
  id: string;
  tenant: string;
  brand: Brand;
  onSaved: (brand: Brand) => void;
  onRemoved: () => void;
}

function BrandForm({ id, tenant, brand, onSaved, onRemoved }: BrandFormProps) {
  const [logo, choose] = useState(keptLogo(brand));
  const [problem, tell] = useState<string>();
  const save = useSensitiveChange((body: BrandDetails) => putBrand(id, body), onSaved);
  const faults = faultsOf(save.error, ['colour', 'logo']);
  const pick = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    tell(file.size > MOST_BYTES ? words.tooLarge : undefined);
    if (file.size <= MOST_BYTES) choose(await readLogo(file));
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const colour = fieldText(event.currentTarget, 'colour').trim();
    save.start({ colour: colour === '' ? null : colour, logo: logo?.content ?? null });
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-x-6 gap-y-5 px-4 pb-5 sm:px-5 lg:grid-cols-2">
      <div className="flex flex-col items-start gap-2">
        <TextField
          name="logo"
          type="file"
          accept="image/png,image/jpeg,image/webp"
          label={words.logo}
          optional={words.optional}
          help={words.logoHelp}
          problem={problem ?? faults.at('logo')}
          onChange={(event) => void pick(event)}
        />
        {logo && (
          <Button look="quiet" onClick={() => choose(null)}>
            {words.removeLogo}
          </Button>
        )}
      </div>
      <TextField
        name="colour"
        label={words.colour}
        optional={words.optional}
        help={words.colourHelp}
        defaultValue={brand.colour ?? ''}
        maxLength={7}
        spellCheck={false}
        problem={faults.at('colour')}
      />
      <div className="lg:col-span-2">
        <Preview brand={brand} tenant={tenant} logo={logo} />
      </div>
      <FormProblem error={save.error} rest={faults.rest} />
      <div className="flex flex-wrap gap-2 lg:col-span-2">
        <Button type="submit" className="min-h-10" disabled={save.isBusy}>
          {words.save}
        </Button>
        {brand.changedAt !== null && (
          <AskFirst
            label={words.remove}
            title={words.removeTitle}
            lead={words.removeLead}
            change={() => deleteBrand(id)}
            onDone={onRemoved}
          />
        )}
      </div>
      {save.question}
    </form>
  );
}

interface BrandPanelProps {
  id: string;
  tenant: string;
  canChange: boolean;
  onSaid: (text: string) => void;
}

/** The logo and colour of what a tenant shares: a form for those who may change them, with how they look. */
export function BrandPanel({ id, tenant, canChange, onSaid }: BrandPanelProps) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(brandQuery(id));
  const saved = (brand: Brand) => {
    queries.setQueryData(brandQuery(id).queryKey, brand);
    onSaid(words.saved);
  };
  const removed = () => {
    void queries.invalidateQueries({ queryKey: brandQuery(id).queryKey });
    onSaid(words.removed);
  };
  return (
    <Panel id="brand" title={words.title}>
      <p className="-mt-1 max-w-3xl px-4 pb-5 text-muted sm:px-5">{words.lead}</p>
      {data && canChange ? (
        <BrandForm key={data.changedAt} id={id} tenant={tenant} brand={data} onSaved={saved} onRemoved={removed} />
      ) : data ? (
        <div className="px-4 pb-5 sm:px-5">
          <Preview brand={data} tenant={tenant} logo={keptLogo(data)} />
        </div>
      ) : error ? (
        <ListFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonLines count={3} label={texts.loading} />
      )}
    </Panel>
  );
}
