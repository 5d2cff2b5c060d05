import { Type } from 'typebox';

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
