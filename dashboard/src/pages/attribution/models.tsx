import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { ModelMark } from '../../components/model-mark.tsx';
import { useBaseTitle } from '../../components/models.ts';
import { RoomHead } from '../../components/room-head.tsx';
import type { BuiltInModel, OwnModel } from '../../models-api.ts';
import { paths } from '../../paths.ts';
import { modelListQuery, OWN_MODELS } from '../../queries.ts';
import { modelTexts as words } from '../../texts-models.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { FoundList } from '../catalog/found-table.tsx';
import { LINK } from '../catalog/named.tsx';
import { Said } from '../tenants/said.tsx';
import { ModelForm } from './model-form.tsx';
import { sayModel } from '../../components/model-says.ts';

function DefaultTag({ isShown }: { isShown: boolean }) {
  return isShown ? <Tag title={words.isDefaultHelp}>{words.isDefault}</Tag> : null;
}

const SENTENCE = 'min-w-64 max-w-xl text-muted';

function ownColumns(titleOf: (base: string) => string, defaultModel: string | undefined): Column<OwnModel>[] {
  return [
    {
      id: 'name',
      header: words.name,
      sortValue: ({ name }) => name,
      cell: ({ name }) => (
        <span className="flex items-center gap-2">
          <Link to={paths.ownModel} params={{ key: name }} search={{}} className={`${LINK} max-w-56`}>
            {name}
          </Link>
          <DefaultTag isShown={defaultModel?.split('@')[0] === name} />
        </span>
      ),
    },
    {
      id: 'base',
      header: words.based,
      sortValue: ({ base }) => base,
      cell: ({ base }) => (
        <span className="flex items-center gap-2 whitespace-nowrap">
          <ModelMark model={base} />
          {titleOf(base)}
        </span>
      ),
    },
    { id: 'does', header: words.does, cell: (model) => sayModel(model), className: SENTENCE },
    { id: 'version', header: words.version, atEnd: true, sortValue: ({ version }) => version, cell: ({ version }) => version },
  ];
}

function builtInColumns(defaultModel: string | undefined): Column<BuiltInModel>[] {
  return [
    {
      id: 'name',
      header: words.name,
      cell: ({ name, title }) => (
        <span className="flex items-center gap-2 whitespace-nowrap">
          <ModelMark model={name} />
          <span className="font-medium">{title}</span>
          <DefaultTag isShown={defaultModel === name} />
        </span>
      ),
    },
    { id: 'does', header: words.does, cell: ({ description }) => description, className: SENTENCE },
  ];
}

/** The models that reports can be under: the tenant's own, and the built-in ones. */
export function ModelsRoom() {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(modelListQuery);
  const mayChange = useMay('analyse');
  const titleOf = useBaseTitle();
  const [said, say] = useState('');
  const create = (
    <FormDialog label={words.create} lead={words.createLead}>
      {(close) => (
        <ModelForm
          onSaved={({ name, version }) => {
            close();
            say(words.kept(`${name}@${version}`));
            void queryClient.invalidateQueries({ queryKey: modelListQuery.queryKey });
            void queryClient.invalidateQueries({ queryKey: OWN_MODELS });
          }}
        />
      )}
    </FormDialog>
  );
  const list = { error, refetch };
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="own-models" title={words.own} aside={data && mayChange && create}>
        <FoundList
          list={{ ...list, data: data?.own }}
          what={words.what}
          caption={words.own}
          columns={ownColumns(titleOf, data?.defaultModel)}
          rowKey={({ name }) => name}
          textOf={({ name, base }) => `${name} ${titleOf(base)}`}
          empty={<Empty title={words.empty} help={words.emptyHelp} />}
        />
      </Panel>
      <Panel id="built-in" title={words.builtIn}>
        <FoundList
          list={{ ...list, data: data?.items }}
          what={words.what}
          caption={words.builtIn}
          columns={builtInColumns(data?.defaultModel)}
          rowKey={({ name }) => name}
          textOf={({ name, title }) => `${name} ${title}`}
          empty={null}
        />
      </Panel>
    </>
  );
}
