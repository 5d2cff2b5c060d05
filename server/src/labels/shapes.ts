import { Type } from 'typebox';
import { Id, Nullable } from '../http/schema.ts';

/** The labels of a conversation (contract §7.1). */
export const LabelList = Type.Object(
  {
    payload: Type.Array(Type.String(), {
      description: 'As they were given.',
      examples: [['billing', 'vip']],
    }),
  },
  { $id: 'LabelList' },
);

/** A label of the account (contract: platform §4.6). */
export const Label = Type.Object(
  {
    id: Id('Label id.'),
    title: Type.String({ description: 'The word.', examples: ['billing'] }),
    description: Nullable(
      Type.String({ description: 'What it is for.', examples: ['Invoices and refunds'] }),
    ),
    color: Type.String({ description: 'CSS colour.', examples: ['#1f93ff'] }),
    show_on_sidebar: Nullable(
      Type.Boolean({ description: 'Listed beside the inboxes.', examples: [true] }),
    ),
  },
  { $id: 'Label', description: 'A word that conversations and contacts are sorted by.' },
);

export const Labels = Type.Object(
  { payload: Type.Array(Label, { description: 'In the order of their titles.' }) },
  { $id: 'Labels' },
);
