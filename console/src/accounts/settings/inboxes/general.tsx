import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { confirm } from '../../../ui/confirm.tsx';
import { Field, TextArea } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { PictureField, pictureIn } from '../../../ui/picture-field.tsx';
import { say } from '../../../ui/toast.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { inboxesQuery } from '../../account-data.ts';
import { changeInbox, channelOf, type PartProps } from './inbox-data.ts';
import { PartForm } from './part-form.tsx';
import { useInboxTexts } from './texts.ts';

/** What it is called, how it greets, and how its conversations go on. */
export function GeneralPart({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const [greets, setGreets] = useState(inbox.greeting_enabled);
  const [locked, setLocked] = useState(inbox.lock_to_single_conversation);
  const [goesOn, setGoesOn] = useState(inbox.allow_messages_after_resolved);
  const [sender, setSender] = useState(inbox.sender_name_type);
  const [withoutPicture, setWithoutPicture] = useState(false);
  const [round, setRound] = useState(0);
  const send = async (form: FormData): Promise<void> => {
    const picture = withoutPicture ? undefined : pictureIn(form);
    if (withoutPicture) {
      const path = { inbox_id: inbox.id };
      await unwrap(api(account).DELETE('/inboxes/{inbox_id}/avatar', { params: { path } }));
    }
    await changeInbox(account, inbox.id, {
      name: textOf(form, 'name'),
      greeting_enabled: greets,
      ...(greets ? { greeting_message: textOf(form, 'greeting') } : {}),
      lock_to_single_conversation: locked,
      allow_messages_after_resolved: goesOn,
      sender_name_type: sender,
      business_name: textOf(form, 'business') || null,
      ...(picture === undefined ? {} : { avatar: picture }),
    });
    setWithoutPicture(false);
    // What was sent is not sent again.
    setRound(round + 1);
  };
  return (
    <>
      <PartForm send={send}>
        <Field label={t('name')} name="name" required defaultValue={inbox.name} />
        <PictureField
          key={round}
          name={inbox.name}
          picture={inbox.avatar_url}
          label={t('picture')}
          hint={t('pictureHint')}
          removeLabel={t('noPicture')}
          isRemoved={withoutPicture}
          onRemove={setWithoutPicture}
        />
        <Switch label={t('greets')} hint={t('greetsHint')} checked={greets} onChange={setGreets} />
        {greets ? (
          <TextArea
            label={t('greeting')}
            name="greeting"
            rows={3}
            defaultValue={inbox.greeting_message ?? ''}
          />
        ) : null}
        <Switch label={t('locked')} hint={t('lockedHint')} checked={locked} onChange={setLocked} />
        {channelOf(inbox) === 'website' ? (
          <Switch label={t('goesOn')} checked={goesOn} onChange={setGoesOn} />
        ) : null}
        <Select
          label={t('sender')}
          value={sender}
          onChange={setSender}
          options={(['friendly', 'professional'] as const).map((value) => ({
            value,
            label: t(`senders.${value}`),
          }))}
        />
        <Field
          label={t('business')}
          name="business"
          hint={t('businessHint')}
          defaultValue={inbox.business_name ?? ''}
        />
      </PartForm>
      <Removal account={account} inbox={inbox} />
    </>
  );
}

function Removal({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const navigate = useNavigate();
  const remove = (): void =>
    confirm({
      title: t('removeTitle', { name: inbox.name }),
      hint: t('removeHint'),
      yes: t('remove'),
      danger: true,
      act: async () => {
        const path = { inbox_id: inbox.id };
        await unwrap(api(account).DELETE('/inboxes/{inbox_id}', { params: { path } }));
        await navigate({
          to: '/app/accounts/$accountId/settings/inboxes',
          params: { accountId: account },
        });
        await queries.invalidateQueries(inboxesQuery(account));
        say({ title: t('removed') });
      },
    });
  return (
    <div className="mt-10 max-w-xl border-t border-line pt-4">
      <Button look="danger" onClick={remove}>
        <Trash2 aria-hidden="true" className="size-4" />
        {t('removeInbox')}
      </Button>
    </div>
  );
}
