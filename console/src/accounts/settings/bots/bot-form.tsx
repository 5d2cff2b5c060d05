import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { PictureField, pictureIn } from '../../../ui/picture-field.tsx';
import { Several } from '../../../ui/several.tsx';
import { say } from '../../../ui/toast.tsx';
import { textOf, useSubmit } from '../../../ui/use-submit.ts';
import { botsQuery, inboxesQuery } from '../../account-data.ts';
import type { Bot } from './bots.tsx';
import { useBotTexts } from './texts.ts';

interface Props {
  account: number;
  edited: Bot | 'new' | undefined;
  onClose: () => void;
  /** Gets the token of a new one. */
  onToken: (token: string) => void;
}

/** Makes a bot, or changes one. */
export function BotForm({ edited, onClose, ...rest }: Props) {
  const t = useBotTexts();
  const title =
    edited === undefined || edited === 'new' ? t('add') : t('edit', { name: edited.name });
  return (
    <Dialog open={edited !== undefined} onOpenChange={(open) => open || onClose()} title={title}>
      {edited === undefined ? null : (
        <Form {...rest} bot={edited === 'new' ? undefined : edited} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface Saved {
  bot: Bot | undefined;
  form: FormData;
  withoutPicture: boolean;
  inboxes: readonly number[];
}

/** Saves what it is and where it answers. Of a new one that could not be connected everywhere, it stays. */
async function save(account: number, { bot, form, withoutPicture, inboxes }: Saved): Promise<Bot> {
  const picture = pictureIn(form);
  const body = {
    name: textOf(form, 'name'),
    description: textOf(form, 'description'),
    outgoing_url: textOf(form, 'outgoing_url').trim(),
    ...(picture === undefined ? {} : { avatar: picture }),
  };
  const path = { params: { path: { agent_bot_id: bot?.id ?? 0 } } };
  const made = await unwrap(
    bot === undefined
      ? api(account).POST('/agent_bots', { body })
      : api(account).PATCH('/agent_bots/{agent_bot_id}', { ...path, body }),
  );
  if (withoutPicture && !('avatar' in body)) {
    await unwrap(api(account).DELETE('/agent_bots/{agent_bot_id}/avatar', path));
  }
  const before = bot?.inbox_ids ?? [];
  const connect = async (inbox_id: number, agent_bot: number | null): Promise<unknown> =>
    unwrap(
      api(account).POST('/inboxes/{inbox_id}/set_agent_bot', {
        params: { path: { inbox_id } },
        body: { agent_bot },
      }),
    );
  for (const id of inboxes) if (!before.includes(id)) await connect(id, made.id);
  for (const id of before) if (!inboxes.includes(id)) await connect(id, null);
  return made;
}

type FormProps = Omit<Props, 'edited'> & { bot: Bot | undefined };

function Form({ account, bot, onClose, onToken }: FormProps) {
  const t = useBotTexts();
  const { t: shared } = useTranslation();
  const all = useQuery(inboxesQuery(account)).data ?? [];
  const [inboxes, setInboxes] = useState<number[]>(bot?.inbox_ids ?? []);
  const [withoutPicture, setWithoutPicture] = useState(false);
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const made = await save(account, { bot, form, withoutPicture, inboxes });
    await queries.invalidateQueries(botsQuery(account));
    await queries.invalidateQueries({ queryKey: ['webhook-endpoints', account] });
    onClose();
    if (bot === undefined && made.access_token !== undefined) onToken(made.access_token);
    else say({ title: t('saved') });
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <div className="space-y-4 p-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <Field label={t('name')} name="name" required autoFocus defaultValue={bot?.name} />
        <Field label={t('description')} name="description" defaultValue={bot?.description ?? ''} />
        <Field
          label={t('url')}
          name="outgoing_url"
          type="url"
          hint={t('urlHint')}
          placeholder="https://bot.example.com/events"
          defaultValue={bot?.outgoing_url ?? ''}
        />
        <Several
          label={t('inboxes')}
          hint={t('inboxesHint')}
          placeholder={t('choose')}
          options={all.map(({ id, name }) => ({ value: id, label: name }))}
          values={inboxes}
          onChange={setInboxes}
        />
        <PictureField
          name={bot?.name ?? '?'}
          picture={bot?.thumbnail ?? ''}
          label={t('picture')}
          hint={t('pictureHint')}
          removeLabel={t('removePicture')}
          isRemoved={withoutPicture}
          onRemove={setWithoutPicture}
        />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{shared('app.cancel')}</Button>
        <Button look="primary" type="submit" busy={busy}>
          {shared('app.save')}
        </Button>
      </DialogFoot>
    </form>
  );
}
