import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { paths } from './paths.ts';
import { rooms } from './rooms.ts';
import { signedInRoute } from './routes-frame.tsx';

const costRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.cost,
  component: lazyRouteComponent(rooms.costFrame, 'CostFrame'),
});

const usageRoute = createRoute({
  getParentRoute: () => costRoute,
  path: '/',
  component: lazyRouteComponent(rooms.costUsage, 'CostUsage'),
});

const billRoute = createRoute({
  getParentRoute: () => costRoute,
  path: 'bill',
  component: lazyRouteComponent(rooms.bill, 'Bill'),
});

const statementRoute = createRoute({
  getParentRoute: () => costRoute,
  path: 'statements/$month',
  component: lazyRouteComponent(rooms.statement, 'StatementRoom'),
});

const pricesRoute = createRoute({
  getParentRoute: () => costRoute,
  path: 'prices',
  component: lazyRouteComponent(rooms.prices, 'Prices'),
});

const limitsRoute = createRoute({
  getParentRoute: () => costRoute,
  path: '/limits',
  component: lazyRouteComponent(rooms.costLimits, 'CostLimits'),
});

const savingsRoute = createRoute({
  getParentRoute: () => costRoute,
  path: 'savings',
  component: lazyRouteComponent(rooms.savings, 'SavingsRoom'),
});

const allocationRoute = createRoute({
  getParentRoute: () => costRoute,
  path: '/allocation',
  component: lazyRouteComponent(rooms.costAllocation, 'CostAllocation'),
});

const marginsRoute = createRoute({
  getParentRoute: () => costRoute,
  path: '/margins',
  component: lazyRouteComponent(rooms.costMargins, 'CostMargins'),
});

const budgetsRoute = createRoute({
  getParentRoute: () => costRoute,
  path: '/budgets',
  component: lazyRouteComponent(rooms.costBudgets, 'CostBudgets'),
});

/** The room of what is used and what it costs, with every page of its. */
export const costTree = costRoute.addChildren([
  savingsRoute,
  usageRoute,
  billRoute,
  statementRoute,
  pricesRoute,
  limitsRoute,
  allocationRoute,
  marginsRoute,
  budgetsRoute,
]);
