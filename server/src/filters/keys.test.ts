import assert from 'node:assert/strict';
import { test } from 'node:test';
import { condition as on, createDesk, type Condition } from '../../test/desk.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo } = world;
const { ids, finds } = await createDesk(world);

const daysAgo = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

const everything = ['alpha', 'bravo', 'charlie', 'delta', 'echo'];

const cases: [sentence: string, payload: Condition[], names: string[]][] = [
  ['no condition finds conversations of every status', [], everything],

  ['status by name', [on('status', 'equal_to', ['resolved'])], ['bravo']],
  ['several statuses', [on('status', 'equal_to', ['open', 'snoozed'])], ['alpha', 'delta', 'echo']],
  ['every status but one', [on('status', 'not_equal_to', ['open'])], ['bravo', 'charlie', 'delta']],
  ['all statuses by the word all', [on('status', 'equal_to', ['all'])], everything],
  ['no status at all by not all', [on('status', 'not_equal_to', ['all'])], []],
  ['a bare status instead of a list', [on('status', 'equal_to', 'pending')], ['charlie']],
  ['nothing for a status that does not exist', [on('status', 'equal_to', ['closed'])], []],
  [
    'nothing for being different from a status that does not exist',
    [on('status', 'not_equal_to', ['closed'])],
    [],
  ],
  [
    'the statuses that exist among those asked for',
    [on('status', 'equal_to', ['closed', 'open'])],
    ['alpha', 'echo'],
  ],
  [
    'nothing for being different from statuses of which one does not exist',
    [on('status', 'not_equal_to', ['closed', 'open'])],
    [],
  ],
  ['nothing for a status in the wrong case', [on('status', 'equal_to', ['Open'])], []],
  ['nothing for the number of a status', [on('status', 'equal_to', [0])], []],

  ['priority by name', [on('priority', 'equal_to', ['urgent', 'high'])], ['bravo', 'delta']],
  [
    'other priorities, without conversations that have none',
    [on('priority', 'not_equal_to', ['urgent'])],
    ['alpha', 'delta', 'echo'],
  ],
  ['nothing for a priority that does not exist', [on('priority', 'equal_to', ['none'])], []],
  [
    'nothing for being different from a priority that does not exist',
    [on('priority', 'not_equal_to', ['none'])],
    [],
  ],
  [
    'nothing for all priorities: that word is for statuses',
    [on('priority', 'equal_to', ['all'])],
    [],
  ],

  ['assignee by id', [on('assignee_id', 'equal_to', [ben.id])], ['alpha']],
  ['assignee by id as text', [on('assignee_id', 'equal_to', [String(cleo.id)])], ['charlie']],
  ['assignee by a bare id', [on('assignee_id', 'equal_to', ada.id)], ['delta']],
  [
    'other assignees, without the unassigned',
    [on('assignee_id', 'not_equal_to', [ben.id])],
    ['charlie', 'delta'],
  ],
  ['assigned ones', [on('assignee_id', 'is_present')], ['alpha', 'charlie', 'delta']],
  ['unassigned ones', [on('assignee_id', 'is_not_present', [])], ['bravo', 'echo']],

  [
    'several inboxes',
    [on('inbox_id', 'equal_to', [acme.sales.id, acme.mail.id])],
    ['charlie', 'delta'],
  ],
  [
    'other inboxes',
    [on('inbox_id', 'not_equal_to', [acme.support.id, acme.mail.id])],
    ['bravo', 'charlie'],
  ],
  ['everything for having an inbox', [on('inbox_id', 'is_present', ['ignored'])], everything],
  ['nothing for having no inbox', [on('inbox_id', 'is_not_present')], []],
  ['nothing in the inbox of another account', [on('inbox_id', 'equal_to', [globex.inbox.id])], []],
  [
    'nothing of another account by excluding all of our inboxes',
    [
      on('inbox_id', 'not_equal_to', [
        acme.support.id,
        acme.sales.id,
        acme.website.id,
        acme.mail.id,
      ]),
    ],
    [],
  ],

  ['team by id', [on('team_id', 'equal_to', [acme.escalations.id])], ['charlie', 'echo']],
  ['other teams', [on('team_id', 'not_equal_to', [acme.escalations.id])], ['alpha']],
  ['with a team', [on('team_id', 'is_present')], ['alpha', 'charlie', 'echo']],
  ['without a team', [on('team_id', 'is_not_present')], ['bravo', 'delta']],

  ['campaign by id', [on('campaign_id', 'equal_to', ['7'])], ['charlie']],
  ['nothing for another campaign', [on('campaign_id', 'not_equal_to', [7])], []],
  ['from a campaign', [on('campaign_id', 'is_present')], ['charlie']],
  ['from no campaign', [on('campaign_id', 'is_not_present')], ['alpha', 'bravo', 'delta', 'echo']],

  ['display id', [on('display_id', 'equal_to', [ids['bravo'], ids['echo']])], ['bravo', 'echo']],
  [
    'other display ids',
    [on('display_id', 'not_equal_to', [ids['bravo']])],
    ['alpha', 'charlie', 'delta', 'echo'],
  ],
  ['part of a display id', [on('display_id', 'contains', [String(ids['delta'])])], ['delta']],
  ['part of a display id as a number', [on('display_id', 'contains', ids['delta'])], ['delta']],
  [
    'without a part in the display id',
    [on('display_id', 'does_not_contain', [ids['delta'], ids['echo']])],
    ['alpha', 'bravo', 'charlie'],
  ],

  ['a label in its exact spelling', [on('labels', 'equal_to', ['billing'])], ['alpha']],
  ['one of several labels', [on('labels', 'equal_to', ['Billing', 'urgent'])], ['bravo', 'delta']],
  [
    'without a label, in its exact spelling',
    [on('labels', 'not_equal_to', ['billing'])],
    ['bravo', 'charlie', 'delta', 'echo'],
  ],
  ['with any label', [on('labels', 'is_present')], ['alpha', 'bravo', 'delta']],
  ['with no label', [on('labels', 'is_not_present')], ['charlie', 'echo']],
  ['nothing for a label with a comma', [on('labels', 'equal_to', ['billing,Urgent'])], []],

  ['the browser language exactly', [on('browser_language', 'equal_to', ['en'])], ['alpha']],
  ['the browser language as a bare word', [on('browser_language', 'equal_to', 'EN')], ['bravo']],
  [
    'another browser language, without those that have none',
    [on('browser_language', 'not_equal_to', ['en'])],
    ['bravo'],
  ],
  ['the language spoken', [on('conversation_language', 'equal_to', ['fr', 'de'])], ['alpha']],
  ['another language spoken', [on('conversation_language', 'not_equal_to', ['fr'])], []],

  [
    'the page it came from',
    [on('referer', 'equal_to', ['https://shop.example.com/100 off'])],
    ['bravo'],
  ],
  [
    'another page',
    [on('referer', 'not_equal_to', ['https://shop.example.com/100 off'])],
    ['alpha'],
  ],
  [
    'part of the page, whatever its case',
    [on('referer', 'contains', ['SHOP'])],
    ['alpha', 'bravo'],
  ],
  [
    'part of the page without the blanks around it',
    [on('referer', 'contains', '  off ')],
    ['alpha', 'bravo'],
  ],
  ['a percent sign that stands for itself', [on('referer', 'contains', ['100%'])], ['alpha']],
  ['an underscore that stands for itself', [on('referer', 'contains', ['_off'])], ['alpha']],
  ['one of several parts', [on('referer', 'contains', ['nowhere', '%_off'])], ['alpha']],
  ['none of several parts', [on('referer', 'does_not_contain', ['nowhere', '%_off'])], ['bravo']],
  ['nothing for a lonely backslash', [on('referer', 'contains', ['\\'])], []],

  ['the subject', [on('mail_subject', 'equal_to', ['REFUND 50%'])], ['delta']],
  ['part of the subject', [on('mail_subject', 'contains', ['order'])], ['alpha']],
  [
    'not in the subject, which there must be',
    [on('mail_subject', 'does_not_contain', ['order'])],
    ['delta'],
  ],

  [
    'created after a day, not on it',
    [on('created_at', 'is_greater_than', ['2024-05-01'])],
    ['charlie', 'delta', 'echo'],
  ],
  [
    'created before a day, not on it',
    [on('created_at', 'is_less_than', ['2024-05-02'])],
    ['alpha', 'bravo'],
  ],
  ['nothing created before the first day', [on('created_at', 'is_less_than', ['2024-05-01'])], []],
  [
    'created after the day of a time',
    [on('created_at', 'is_greater_than', ['2024-05-01T23:00:00-05:00'])],
    ['charlie', 'delta', 'echo'],
  ],
  [
    'created before a day written loosely',
    [on('created_at', 'is_less_than', '2024/5/2')],
    ['alpha', 'bravo'],
  ],
  [
    'created more than so many days ago',
    [on('created_at', 'days_before', [9])],
    ['alpha', 'bravo', 'charlie', 'delta'],
  ],
  [
    'created more than so many days ago, today minus the days not included',
    [on('created_at', 'days_before', ['10'])],
    ['alpha', 'bravo', 'charlie'],
  ],
  ['everything older than tomorrow', [on('created_at', 'days_before', [-1])], everything],
  [
    'active after a day',
    [on('last_activity_at', 'is_greater_than', ['2024-05-02'])],
    ['alpha', 'delta', 'echo'],
  ],
  [
    'active before a day',
    [on('last_activity_at', 'is_less_than', ['2024-05-03'])],
    ['bravo', 'charlie'],
  ],
  [
    'not active for so many days',
    [on('last_activity_at', 'days_before', [2])],
    ['alpha', 'bravo', 'charlie', 'delta'],
  ],
  ['active today', [on('last_activity_at', 'is_greater_than', [daysAgo(1)])], ['echo']],
];

for (const [sentence, payload, names] of cases) {
  test(`a filter finds ${sentence}`, async () => {
    assert.deepEqual(await finds(ada, ...payload), names);
  });
}
