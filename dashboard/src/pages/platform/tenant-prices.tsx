import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { MeterPrices } from '../../bill-api.ts';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { paths } from '../../paths.ts';
import { PLATFORM, putTenantPrice } from '../../platform-api.ts';
import { priceTexts } from '../../texts-bill.ts';
import { platformTexts } from '../../texts-platform.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { PriceForm } from '../cost/price-form.tsx';
import { PRICE_COLUMNS } from '../cost/prices.tsx';
import { Said } from '../tenants/said.tsx';
import { tenantPricesQuery, tenantsQuery } from './platform-queries.ts';

const words = platformTexts.prices;

/** What the operator asks one tenant for each meter. */
export function PlatformPrices() {
  const { id } = useParams({ from: paths.platformPrices });
  const queryClient = useQueryClient();
  const [said, say] = useState('');
  const { data: tenants } = useQuery(tenantsQuery);
  const { data, error, refetch } = useQuery(tenantPricesQuery(id));
  const name = tenants?.find((tenant) => tenant.id === id)?.name ?? id;
  const change = (of: MeterPrices) => (
    <FormDialog label={priceTexts.change} name={priceTexts.changeOf(of.meter)} lead={priceTexts.changeLead} look="quiet">
      {(close) => (
        <PriceForm
          of={of}
          put={(meter, price) => putTenantPrice(id, meter, price)}
          onSet={({ meter }) => {
            close();
            say(priceTexts.saved(meter));
            void queryClient.invalidateQueries({ queryKey: PLATFORM });
          }}
        />
      )}
    </FormDialog>
  );
  const above = (
    <Link
      to={paths.platformTenant}
      params={{ id }}
      className="self-start text-small font-medium text-accent underline-offset-4 hover:underline"
    >
      {words.back}
    </Link>
  );
  return (
    <>
      <RoomHead title={words.title(name)} above={above}>
        {words.lead}
      </RoomHead>
      <Said text={said} />
      <Panel id="prices" title={priceTexts.list}>
        {data ? (
          <Table
            caption={priceTexts.list}
            columns={[...PRICE_COLUMNS, { id: 'change', header: '', cell: change }]}
            rows={data.items}
            rowKey={({ meter }) => meter}
          />
        ) : error ? (
          <ListFailure error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines count={8} label={texts.loading} />
        )}
      </Panel>
    </>
  );
}
