import { Type } from 'typebox';
import { members, read, write, type Route } from '../http/route.ts';
import { Anything, Line } from '../http/schema.ts';
import { createApp, deleteApp, findApp, listApps, updateApp } from './dashboard-apps.ts';
import { frameAddress } from './frame-page.ts';
import { DashboardApp, DashboardAppFrame, Frames } from './shapes.ts';

const tag = 'Dashboard apps';
const path = '/dashboard_apps/:dashboard_app_id';
const root = 'dashboard_app';

const request = {
  title: 'Orders',
  content: [{ url: 'https://crm.example.com/frame', type: 'frame' }],
};

const input = Type.Object({
  title: Type.Optional(Line({ description: 'Name of its tab.', examples: ['Orders'] })),
  content: Type.Optional(
    Anything({
      description: 'At least one page with an http or https address.',
      examples: [request.content],
      as: Frames,
    }),
  ),
});
const invalid = { message: 'Content : Invalid data', attributes: ['content'] };

export const dashboardAppRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/dashboard_apps',
    access: members,
    summary: 'List dashboard apps',
    tag,
    output: Type.Array(DashboardApp),
    handle: async ({ db, actor }) => listApps(db, actor),
  }),
  write({
    method: 'POST',
    path: '/dashboard_apps',
    access: members,
    summary: 'Create a dashboard app',
    tag,
    root,
    input,
    output: DashboardApp,
    examples: { request },
    errors: { 422: invalid },
    handle: async ({ tx, actor, input: given }) => createApp(tx, actor, given),
  }),
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'Show a dashboard app',
    tag,
    output: DashboardApp,
    handle: async ({ db, actor, params }) => findApp(db, actor, params['dashboard_app_id']),
  }),
  read({
    method: 'GET',
    path: `${path}/frame`,
    access: members,
    summary: 'Find the page that frames a dashboard app',
    description:
      'A page of this server that holds the pages of the app in sandboxed frames, for whoever shows the app beside a conversation. Its address serves for twelve hours without further credentials.',
    tag,
    output: DashboardAppFrame,
    handle: async ({ db, actor, params, platform: { vault } }) =>
      frameAddress(db, vault, { actor, id: params['dashboard_app_id'] }),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path,
    access: members,
    summary: 'Change a dashboard app',
    tag,
    root,
    input,
    output: DashboardApp,
    examples: { request },
    errors: { 422: invalid },
    handle: async ({ tx, actor, params, input: given }) =>
      updateApp(tx, actor, { id: params['dashboard_app_id'], input: given }),
  }),
  write({
    method: 'DELETE',
    path,
    access: members,
    summary: 'Delete a dashboard app',
    tag,
    status: 204,
    handle: async ({ tx, actor, params }) => deleteApp(tx, actor, params['dashboard_app_id']),
  }),
];
