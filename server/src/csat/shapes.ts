import { Type } from 'typebox';
import { Agent } from '../agents/shapes.ts';
import { Contact } from '../contacts/shapes.ts';
import { Id, IsoTime, Nullable, OneOf, UnixTime } from '../http/schema.ts';

const rating = Type.Integer({
  description: '1 is bad, 5 is good.',
  minimum: 1,
  maximum: 5,
  examples: [5],
});
const feedback_message = Nullable(
  Type.String({ description: 'In the customer’s own words.', examples: ['Quick and kind'] }),
);

const notForCustomers = Nullable(Type.String({ description: 'Always null here.' }));

/** What a customer answered, as the row is (contract: customer §0.4). */
const RawRating = Type.Object(
  {
    id: Id('Rating.'),
    account_id: Id('Account.'),
    conversation_id: Id('Conversation, by its internal id.'),
    message_id: Id('The question.', 42),
    rating,
    feedback_message,
    contact_id: Id('Customer.'),
    assigned_agent_id: Nullable(Id('Who was assigned when the answer came.')),
    created_at: IsoTime('When it was first answered.'),
    updated_at: IsoTime('When it was last answered.'),
    csat_review_notes: notForCustomers,
    review_notes_updated_at: notForCustomers,
    review_notes_updated_by_id: notForCustomers,
  },
  { $id: 'RawRating', description: 'What a customer answered to a survey.' },
);

/** A survey as its customer sees it (contract: customer §2.6). */
export const Survey = Type.Object(
  {
    id: Id('The question’s message id.', 42),
    csat_survey_response: Nullable(RawRating),
    display_type: OneOf(['emoji', 'star'], { description: 'How to ask.', examples: ['emoji'] }),
    content: Nullable(Type.String({ description: 'The inbox’s own question.' })),
    inbox_avatar_url: Type.String({ description: 'Empty for none.', examples: [''] }),
    inbox_name: Type.String({ description: 'Who asks.', examples: ['Support'] }),
    locale: Type.String({ description: 'Language of the account.', examples: ['en'] }),
    conversation_id: Id('Conversation, by its internal id.'),
    created_at: IsoTime('When the question was asked.'),
  },
  { $id: 'Survey', description: 'How was it? The question and the answer so far.' },
);

/** A rating as the team sees it (contract: platform §4.20). */
export const RatingRow = Type.Object(
  {
    id: Id('Rating.'),
    rating,
    feedback_message,
    csat_review_notes: Nullable(
      Type.String({ description: 'What the team thinks about it.', examples: ['Called back'] }),
    ),
    review_notes_updated_at: Nullable(UnixTime('When the notes were last changed.')),
    review_notes_updated_by: Type.Optional(
      Type.Object(
        {
          id: Id('User.'),
          name: Type.String({ description: 'Name to show.', examples: ['Ada'] }),
        },
        { description: 'Who wrote the notes. Absent when there are none.' },
      ),
    ),
    account_id: Id('Account.'),
    message_id: Id('The question.', 42),
    contact: Type.Optional(Contact),
    conversation_id: Id('Number of the conversation.'),
    assigned_agent: Type.Optional(Agent),
    created_at: UnixTime('When it was first answered.'),
  },
  { $id: 'Rating', description: 'What a customer answered to a survey, as the team sees it.' },
);

export const RatingMetrics = Type.Object(
  {
    total_count: Type.Integer({ description: 'Answers.', examples: [3] }),
    ratings_count: Type.Unsafe<Record<string, number>>({
      type: 'object',
      description: 'Answers by rating; only ratings that were given.',
      additionalProperties: { type: 'integer' },
      examples: [{ 4: 1, 5: 2 }],
    }),
    total_sent_messages_count: Type.Integer({ description: 'Surveys sent.', examples: [10] }),
  },
  { $id: 'RatingMetrics' },
);
