import i18next from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { momentOf } from '../../../time/format.ts';
import { snoozeChoices } from '../../../time/snooze.ts';
import { Button } from '../../../ui/button.tsx';
import { Choices, type Choice } from '../../../ui/choices.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { part } from '../../../ui/lazily.ts';
import type { PickerProps } from './pickers.tsx';
import { usePickerTexts } from './texts.ts';

interface TimePickerProps extends PickerProps {
  title: string;
  /** The word on the button below a day that was picked by hand. */
  action: string;
  /** Without: only moments; with: also until the customer writes. */
  untilReply?: boolean;
  onChoose: (until: Date | null) => void;
}

/** A moment to come: one of the usual ones, one that is typed as people say it, or a day and an hour. */
export function TimePicker({
  open,
  onClose,
  title,
  action,
  untilReply = false,
  onChoose,
}: TimePickerProps) {
  const t = usePickerTexts();
  const [byHand, setByHand] = useState(false);
  const close = (): void => {
    setByHand(false);
    onClose();
  };
  return (
    <Dialog open={open} onOpenChange={(on) => on || close()} title={title} bare={!byHand}>
      {byHand ? (
        <ByHand action={action} onChoose={onChoose} onClose={close} />
      ) : (
        <Usual
          title={title}
          untilReply={untilReply}
          onChoose={(until) => {
            close();
            onChoose(until);
          }}
          onByHand={() => setByHand(true)}
          placeholder={t('typeTime')}
        />
      )}
    </Dialog>
  );
}

const loadTimes = part(async () => import('../../../time/natural.ts'));

interface UsualProps {
  title: string;
  placeholder: string;
  untilReply: boolean;
  onChoose: (until: Date | null) => void;
  onByHand: () => void;
}

function Usual({ title, placeholder, untilReply, onChoose, onByHand }: UsualProps) {
  const t = usePickerTexts();
  const [meant, setMeant] = useState<Date>();
  const [choices] = useState(() => snoozeChoices());
  const asked = useRef('');
  const read = async (text: string): Promise<void> => {
    asked.current = text;
    const { momentMeant } = await loadTimes();
    // Somebody may have typed on while the reader of times was loaded.
    if (asked.current === text) setMeant(momentMeant(text, i18next.language));
  };
  // Loaded before the first letter.
  useEffect(() => void loadTimes(), []);
  const typed: Choice[] =
    meant === undefined
      ? []
      : [{ id: 'typed', label: momentOf(meant), run: () => onChoose(meant) }];
  const usual: Choice[] = choices
    .filter(({ until }) => until !== null || untilReply)
    .map(({ key, until }) => ({
      id: key,
      label: t(key),
      hint: until === null ? undefined : momentOf(until),
      run: () => onChoose(until),
    }));
  const day: Choice = { id: 'day', label: t('pickDay'), run: onByHand };
  return (
    <Choices
      label={title}
      placeholder={placeholder}
      choices={[...usual, day]}
      always={typed}
      onQuery={(text) => void read(text)}
    />
  );
}

interface ByHandProps {
  action: string;
  onChoose: (until: Date) => void;
  onClose: () => void;
}

function ByHand({ action, onChoose, onClose }: ByHandProps) {
  const t = usePickerTexts();
  const [value, setValue] = useState('');
  const moment = new Date(value);
  const isPast = value !== '' && moment.getTime() <= Date.now();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onClose();
        onChoose(moment);
      }}
    >
      <div className="p-4">
        <Field
          label={t('day')}
          type="datetime-local"
          required
          autoFocus
          value={value}
          onChange={({ target }) => setValue(target.value)}
          problem={isPast ? t('past') : undefined}
        />
      </div>
      <DialogFoot>
        <Button look="primary" type="submit" disabled={value === '' || isPast}>
          {action}
        </Button>
      </DialogFoot>
    </form>
  );
}
