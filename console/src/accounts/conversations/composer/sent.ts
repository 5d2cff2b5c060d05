import { queries } from '../../../api/queries.ts';
import { keys, type Message, type MessagesData } from '../conversation-data.ts';
import { outbox } from '../outbox.ts';
import { withMessage } from '../placing.ts';

// What the server has answered is shown at once, whether the live connection brings it or not.
outbox.onSent(({ account, conversation, scheduled_at }, answer) => {
  if (scheduled_at !== undefined) {
    void queries.invalidateQueries({ queryKey: ['scheduled', account, conversation] });
    return;
  }
  queries.setQueryData<MessagesData>(
    keys.messages(account, conversation),
    (data) => data && withMessage(data, answer as Message),
  );
});
