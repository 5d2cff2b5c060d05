import { Type } from 'typebox';

/** The draft of a conversation (contract §7.4). */
export const Draft = Type.Object(
  {
    has_draft: Type.Boolean({ description: 'There is one.', examples: [true] }),
    message: Type.Optional(
      Type.String({ description: 'Absent when there is none.', examples: ['Dear Mia, …'] }),
    ),
  },
  { $id: 'Draft' },
);
