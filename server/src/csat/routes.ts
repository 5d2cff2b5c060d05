import { Type } from 'typebox';
import { lenientId } from '../conversations/queries.ts';
import { missingParameter } from '../errors.ts';
import { read, write, type Access, type Route } from '../http/route.ts';
import { Anything, LongText, Nullable, paging } from '../http/schema.ts';
import { countRatings, listRatings, ratingsTable, showRating } from './ratings.ts';
import { reviewRating } from './review.ts';
import { RatingMetrics, RatingRow, Survey } from './shapes.ts';
import { answerSurvey, showSurvey } from './survey.ts';

const tag = 'Surveys';
const path = '/csat_survey_responses';
const access: Access[] = ['administrator', 'report_manage'];

const id = (description: string) => Type.Optional(Anything({ description, as: Type.Integer() }));

const filter = {
  since: Type.Optional(
    Type.Integer({ description: 'From this instant on, in unix seconds; with `until`.' }),
  ),
  until: Type.Optional(
    Type.Integer({ description: 'Before this instant, in unix seconds; with `since`.' }),
  ),
  user_ids: Type.Optional(
    Anything({
      description: 'Only ratings of these agents.',
      as: Type.Array(Type.Integer()),
    }),
  ),
  inbox_id: id('Only of this inbox.'),
  team_id: id('Only of this team.'),
  rating: id('Only this rating, 1 to 5.'),
};

const surveyPath = '/public/api/v1/csat_survey/:uuid';

export const surveyRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access,
    operation: 'listRatings',
    summary: 'List the ratings',
    description: '25 per page, newest first.',
    tag,
    input: Type.Object({
      page: paging.page,
      sort: Type.Optional(
        Type.String({ description: '`-created_at` (default) or `created_at`.', maxLength: 100 }),
      ),
      ...filter,
    }),
    output: Type.Array(RatingRow),
    handle: async ({ db, actor, input }) => listRatings(db, actor.account_id, input),
  }),
  read({
    method: 'GET',
    path: `${path}/metrics`,
    access,
    operation: 'countRatings',
    summary: 'Count the ratings, and the surveys sent',
    tag,
    input: Type.Object(filter),
    output: RatingMetrics,
    handle: async ({ db, actor, input }) => countRatings(db, actor.account_id, input),
  }),
  read({
    method: 'GET',
    path: `${path}/download`,
    access,
    operation: 'downloadRatings',
    summary: 'Download the ratings as a table',
    tag,
    input: Type.Object(filter),
    examples: { request: { since: 1_794_820_000, until: 1_795_424_797 } },
    csv: 'Agent Name,Rating,Feedback Comment\nAda,5,Quick and kind\n',
    handle: async ({ db, actor, input, platform, reply }) => {
      const { since, until } = input;
      if (since === undefined) throw missingParameter('since');
      if (until === undefined) throw missingParameter('until');
      const { baseUrl } = platform.config;
      const text = await ratingsTable(db, actor.account_id, { ...input, since, until, baseUrl });
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="csat_report.csv"')
        .header('cache-control', 'no-store')
        .send(text);
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: `${path}/:rating_id`,
    access,
    operation: 'reviewRating',
    summary: 'Note what the team thinks about a rating',
    tag,
    input: Type.Object({
      csat_review_notes: Type.Optional(
        Nullable(LongText({ description: 'Blank takes the notes away.' })),
      ),
    }),
    output: RatingRow,
    examples: { request: { csat_review_notes: 'Called back, all is well.' } },
    handle: async ({ tx, actor, params, input }) => {
      const { csat_review_notes } = input;
      if (csat_review_notes === undefined) throw missingParameter('csat_review_notes');
      const rating = await reviewRating(tx, actor, {
        id: lenientId(params['rating_id']),
        notes: csat_review_notes,
      });
      return showRating(tx, actor.account_id, rating);
    },
  }),
  read({
    method: 'GET',
    path: surveyPath,
    access: ['public'],
    operation: 'getSurvey',
    summary: 'Show a survey to its customer',
    description: 'Who knows the `uuid` of the conversation is the customer.',
    tag,
    output: Survey,
    errors: { 401: 'Account is suspended' },
    handle: async ({ db, params }) => showSurvey(db, params['uuid']),
  }),
  write({
    method: ['PUT', 'PATCH'],
    path: surveyPath,
    access: ['public'],
    operation: 'answerSurvey',
    summary: 'Rate a conversation as its customer',
    description: 'The answer can be changed for 14 days.',
    tag,
    root: 'message',
    input: Type.Object({
      submitted_values: Type.Optional(
        Anything({
          description: 'The rating, and what the customer says about it.',
          as: Type.Object({
            csat_survey_response: Type.Object({
              rating: Type.Integer({ description: '1 to 5.', minimum: 1, maximum: 5 }),
              feedback_message: Type.Optional(
                Type.String({ description: 'In their own words.', maxLength: 20_000 }),
              ),
            }),
          }),
        }),
      ),
    }),
    output: Survey,
    examples: {
      request: {
        submitted_values: {
          csat_survey_response: { rating: 5, feedback_message: 'Quick and kind' },
        },
      },
    },
    errors: { 401: 'Account is suspended' },
    handle: async ({ tx, params, input }) =>
      answerSurvey(tx, params['uuid'], input.submitted_values),
  }),
];
