import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Actor } from '../../components/actor.tsx';
import { Instant } from '../../components/amount.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { ModelMark } from '../../components/model-mark.tsx';
import { useBaseTitle } from '../../components/models.ts';
import { RoomHead } from '../../components/room-head.tsx';

import { archiveModel, type OwnModel } from '../../models-api.ts';
import { paths } from '../../paths.ts';
import { modelListQuery, modelVersionsQuery, OWN_MODELS } from '../../queries.ts';
import { modelTexts as words } from '../../texts-models.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Back } from '../catalog/back.tsx';
import { campaignsQuery, CATALOG } from '../catalog/catalog-queries.ts';
import { labelOf } from '../catalog/named.tsx';
import { One } from '../catalog/one.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Facts } from '../tenants/facts.tsx';
import { Said } from '../tenants/said.tsx';
import { CampaignDefault, TenantDefault } from './model-default.tsx';
import { ModelDifferences } from './model-differences.tsx';
import { ModelForm } from './model-form.tsx';
import { parameterName, parameterText, sayModel } from '../../components/model-says.ts';

/** A way to say what was done, which also has everything about models read again. */
type Tell = (text: string) => void;

function NewVersion({ newest, tell }: { newest: OwnModel; tell: Tell }) {
  return (
    <FormDialog label={words.change} lead={words.changeLead(newest.name)}>
      {(close) => (
        <ModelForm
          before={newest}
          onSaved={({ name, version }) => {
            close();
            tell(version === newest.version ? words.keptSame(`${name}@${version}`) : words.kept(`${name}@${version}`));
          }}
        />
      )}
    </FormDialog>
  );
}

function useDefaultsOf(name: string): string[] {
  const list = useQuery(modelListQuery).data;
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const isOf = (reference: string | null | undefined) => reference?.split('@')[0] === name;
  const named = campaigns.filter(({ defaultModel }) => isOf(defaultModel)).map(labelOf);
  return [...(isOf(list?.defaultModel) ? [words.defaultOfTenant] : []), ...named];
}

function Saying({ newest }: { newest: OwnModel }) {
  const titleOf = useBaseTitle();
  const defaults = useDefaultsOf(newest.name);
  const { placements = {}, ...others } = newest.parameters;
  const said = [...Object.entries(others), ...Object.entries(placements).map(([key, weight]) => [`placements.${key}`, weight] as const)];
  const facts = said.map(([parameter, value]) => ({ name: parameterName(parameter), value: parameterText(parameter, value) }));
  return (
    <Facts
      items={[
        {
          name: words.based,
          value: (
            <span className="flex items-center gap-2">
              <ModelMark model={newest.base} />
              {titleOf(newest.base)}
            </span>
          ),
        },
        ...facts,
        { name: words.defaultOf, value: defaults.length === 0 ? words.nobody : defaults.join(', ') },
      ]}
    />
  );
}

const VERSION_COLUMNS: readonly Column<OwnModel>[] = [
  { id: 'version', header: words.version, cell: ({ version }) => version },
  { id: 'does', header: words.does, cell: (model) => sayModel(model), className: 'min-w-64 max-w-xl' },
  {
    id: 'saved',
    header: words.saved,
    cell: ({ createdAt, createdBy }) => (
      <span className="text-muted">
        <Instant at={createdAt} />, <Actor name={createdBy} />
      </span>
    ),
  },
];

function Actions({ newest, tell }: { newest: OwnModel; tell: Tell }) {
  const { name } = newest;
  return (
    <div className="flex flex-wrap gap-2">
      <TenantDefault name={name} tell={tell} />
      <CampaignDefault name={name} tell={tell} />
      {newest.archivedAt === null && (
        <AskFirst
          label={words.archive}
          look="outline"
          title={words.archiveTitle(name)}
          lead={words.archiveLead}
          change={() => archiveModel(name)}
          onDone={() => tell(words.archivedNow(name))}
        />
      )}
    </div>
  );
}

/** One model of the tenant's own: what it says, its versions, and what differs between two. */
export function OwnModelRoom() {
  const { key } = useParams({ from: '/signed-in/models/own/$key' });
  const queryClient = useQueryClient();
  const query = useQuery(modelVersionsQuery(key));
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const tell = (text: string) => {
    say(text);
    for (const queryKey of [OWN_MODELS, modelListQuery.queryKey, CATALOG]) void queryClient.invalidateQueries({ queryKey });
  };
  const above = <Back to={paths.models}>{words.room}</Back>;
  return (
    <One what={words.one} of={key} above={above} query={query}>
      {(versions) => {
        const [newest] = versions;
        return (
          <>
            <RoomHead title={`${newest.name}@${newest.version}`} above={above}>
              {sayModel(newest)}
            </RoomHead>
            <Said text={said} />
            {newest.archivedAt !== null && <Notice>{words.archivedHelp}</Notice>}
            {mayChange && <Actions newest={newest} tell={tell} />}
            <Panel id="says" title={words.parameters} aside={mayChange && <NewVersion newest={newest} tell={tell} />}>
              <Saying newest={newest} />
            </Panel>
            <Panel id="versions" title={words.versions}>
              <Table caption={words.versions} columns={VERSION_COLUMNS} rows={versions} rowKey={({ version }) => String(version)} />
            </Panel>
            <ModelDifferences name={key} newest={newest.version} />
          </>
        );
      }}
    </One>
  );
}
