import { Type } from 'typebox';
import { Id, IsoTime } from '../http/schema.ts';

const Frame = Type.Object({
  url: Type.String({ description: 'http or https.', examples: ['https://crm.example.com/frame'] }),
  type: Type.Literal('frame'),
});

/** Pages of other systems beside a conversation. */
export const Frames = Type.Array(Frame, { description: 'Its pages.' });

/** An app in the dashboard (contract: platform §4.12). */
export const DashboardApp = Type.Object(
  {
    id: Id('Id of the app.'),
    title: Type.String({ description: 'Name of its tab.', examples: ['Orders'] }),
    content: Frames,
    created_at: IsoTime('When it was made.'),
  },
  { $id: 'DashboardApp', description: 'Pages of another system, shown beside a conversation.' },
);

/** Where the page is that frames an app. */
export const DashboardAppFrame = Type.Object(
  {
    url: Type.String({
      description: 'Below the address of this server.',
      examples: ['/dashboard_apps/MS4yLjE3MzI3NTAwMDA--c2lnbmF0dXJl'],
    }),
  },
  { $id: 'DashboardAppFrame', description: 'Where the page is that frames a dashboard app.' },
);
