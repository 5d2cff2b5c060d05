import { Type } from 'typebox';
import { Anything } from '../http/schema.ts';

const item = Type.Object({
  name: Type.Optional(Type.String({ description: 'Field of a form.' })),
  title: Type.Optional(Type.String({ description: 'What the customer read.' })),
  value: Type.Optional(Type.String({ description: 'What it stands for.' })),
});

/** What a customer fills into a message; read by `parseSubmission`. */
export const SubmittedValues = Anything({
  description:
    'A list of `{name, title, value}`, or `{csat_survey_response: {rating, feedback_message}}`.',
  as: Type.Union([
    Type.Array(item),
    Type.Object({
      csat_survey_response: Type.Object({
        rating: Type.Integer({ description: '1 to 5.', minimum: 1, maximum: 5, examples: [5] }),
        feedback_message: Type.Optional(Type.String({ description: 'In their own words.' })),
      }),
    }),
  ]),
});
