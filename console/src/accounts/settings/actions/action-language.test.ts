import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressesOf,
  choiceOf,
  draftAction,
  draftActions,
  isComplete,
  MACRO_ACTIONS,
  teamMailOf,
  wireActions,
} from './action-language.ts';

test('an action lacks something until all is there that it takes', () => {
  for (const [name, params, complete] of [
    ['mute_conversation', [], true],
    ['add_label', [], false],
    ['add_label', ['vip'], true],
    ['send_message', ['  '], false],
    ['send_message', ['Hello'], true],
    ['assign_agent', [], false],
    ['assign_agent', ['nil'], true],
    ['assign_team', [3], true],
    ['send_email_transcript', [' , '], false],
    ['send_email_transcript', ['mia@example.com'], true],
    ['send_webhook_event', ['crm'], false],
    ['send_webhook_event', ['ftp://example.com'], false],
    ['send_webhook_event', ['https://example.com/x'], true],
    ['send_email_to_team', [{ team_ids: [1], message: '' }], false],
    ['send_email_to_team', [{ team_ids: [], message: 'x' }], false],
    ['send_email_to_team', [{ team_ids: [1], message: 'x' }], true],
    ['of_another_version', [], true],
  ] as const) {
    assert.equal(isComplete(draftAction(name, [...params])), complete, `${name} ${String(params)}`);
  }
});

test('what the API has comes back as it was, in its order', () => {
  const actions = [
    { action_name: 'add_label', action_params: ['vip', 'new'] },
    { action_name: 'mute_conversation', action_params: [] },
  ];
  const drafts = draftActions(actions);
  assert.deepEqual(wireActions(drafts), actions);
  assert.notEqual(drafts[0]?.key, drafts[1]?.key);
});

test('parameters are read however they were written', () => {
  assert.deepEqual(addressesOf(['a@example.com, b@example.com', 'c@example.com']), [
    'a@example.com',
    'b@example.com',
    'c@example.com',
  ]);
  assert.deepEqual(teamMailOf([{ team_ids: ['4'], message: 'Look' }]), { team_ids: [4], message: 'Look' }); // prettier-ignore
  assert.deepEqual(teamMailOf([]), { team_ids: [], message: '' });
  assert.deepEqual([choiceOf(['7']), choiceOf(['nil']), choiceOf([])], [7, 'nil', null]);
});

test('macros are not offered what the server refuses for them', () => {
  assert.ok(!MACRO_ACTIONS.includes('send_email_to_team'));
  assert.ok(!MACRO_ACTIONS.includes('open_conversation'));
  assert.ok(MACRO_ACTIONS.includes('add_label'));
});
