import type { Actions } from '../actions.ts';
import type { Conversation } from '../conversation-data.ts';
import type { Asking } from './asking.ts';
import { LabelPicker } from './label-picker.tsx';
import { MergePicker } from './merge-picker.tsx';
import { AgentPicker, PriorityPicker, TeamPicker } from './pickers.tsx';
import { TimePicker } from './snooze-picker.tsx';
import { usePickerTexts } from './texts.ts';
import { TranscriptDialog } from './transcript.tsx';

interface Props {
  account: number;
  conversation: Conversation;
  actions: Actions;
  asking: Asking | undefined;
  onClose: () => void;
}

/** The dialogs of the conversation on the screen; buttons, keys and the palette open them. */
export function ConversationPickers({ account, conversation, actions, asking, onClose }: Props) {
  const t = usePickerTexts();
  const { meta, labels, priority } = conversation;
  const isBot = meta.assignee_type === 'AgentBot';
  const toggle = (label: string, on: boolean): void =>
    void actions.setLabels(on ? [...labels, label] : labels.filter((each) => each !== label));
  return (
    <>
      <AgentPicker
        open={asking === 'assign'}
        onClose={onClose}
        current={isBot ? undefined : meta.assignee?.id}
        onChoose={({ id, type, name }) =>
          void actions.assignTo(id, type === 'bot' ? 'AgentBot' : 'User', name)
        }
      />
      <TeamPicker
        open={asking === 'team'}
        onClose={onClose}
        current={meta.team?.id}
        onChoose={(team) => void actions.assignTeam(team)}
      />
      <PriorityPicker
        open={asking === 'priority'}
        onClose={onClose}
        current={priority}
        onChoose={(next) => void actions.setPriority(next)}
      />
      <LabelPicker
        open={asking === 'labels'}
        onClose={onClose}
        selected={labels}
        onChange={toggle}
      />
      <TimePicker
        open={asking === 'snooze'}
        onClose={onClose}
        title={t('snooze')}
        action={t('set')}
        untilReply
        onChoose={(until) => void actions.setStatus('snoozed', until)}
      />
      <MergePicker
        open={asking === 'merge'}
        onClose={onClose}
        account={account}
        conversation={conversation}
      />
      <TranscriptDialog
        open={asking === 'transcript'}
        onClose={onClose}
        account={account}
        conversation={conversation}
      />
    </>
  );
}
