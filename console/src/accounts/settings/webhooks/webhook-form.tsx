import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../api/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { say } from '../../../ui/toast.tsx';
import { Checkbox } from '../../../ui/toggle.tsx';
import { textOf, useSubmit } from '../../../ui/use-submit.ts';
import { useWebhookTexts } from './texts.ts';
import { refreshWebhooks, SUBSCRIPTIONS, USUAL, type Webhook } from './webhook-data.ts';

interface Props {
  account: number;
  edited: Webhook | 'new' | undefined;
  onClose: () => void;
  /** Gets the secret of a new one. */
  onMade: (secret: string) => void;
}

/** Makes a webhook, or changes one. */
export function WebhookForm({ edited, onClose, ...rest }: Props) {
  const t = useWebhookTexts();
  const title =
    edited === undefined || edited === 'new'
      ? t('add')
      : t('edit', { name: edited.name ?? edited.url });
  return (
    <Dialog open={edited !== undefined} onOpenChange={(open) => open || onClose()} title={title}>
      {edited === undefined ? null : (
        <Form {...rest} webhook={edited === 'new' ? undefined : edited} onClose={onClose} />
      )}
    </Dialog>
  );
}

type FormProps = Omit<Props, 'edited'> & { webhook: Webhook | undefined };

function Form({ account, webhook, onClose, onMade }: FormProps) {
  const t = useWebhookTexts();
  const { t: shared } = useTranslation();
  const [events, setEvents] = useState(webhook?.subscriptions ?? [...USUAL]);
  const [ordering, setOrdering] = useState(webhook?.ordering ?? ('lane' as const));
  const { busy, problem, setProblem, onSubmit } = useSubmit(async (form) => {
    if (events.length === 0) return setProblem(t('noEvents'));
    const name = textOf(form, 'name').trim();
    const body = {
      name: name === '' ? null : name,
      url: textOf(form, 'url'),
      subscriptions: events,
      ordering,
    };
    const { payload } = await unwrap(
      webhook === undefined
        ? api(account).POST('/webhooks', { body })
        : api(account).PATCH('/webhooks/{webhook_id}', {
            params: { path: { webhook_id: webhook.id } },
            body,
          }),
    );
    await refreshWebhooks(account);
    onClose();
    if (payload.webhook.secret === undefined) say({ title: t('saved') });
    else onMade(payload.webhook.secret);
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <div className="space-y-4 p-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <Field
          label={t('url')}
          name="url"
          type="url"
          hint={t('urlHint')}
          placeholder="https://example.com/hooks"
          required
          autoFocus
          defaultValue={webhook?.url}
        />
        <Field label={t('name')} name="name" defaultValue={webhook?.name ?? ''} />
        <fieldset>
          <legend className="mb-2 text-sm font-medium">{t('events')}</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {SUBSCRIPTIONS.map((event) => (
              <Checkbox
                key={event}
                label={event}
                hint={t(`about.${event}`)}
                checked={events.includes(event)}
                onChange={(on) =>
                  setEvents(on ? [...events, event] : events.filter((each) => each !== event))
                }
              />
            ))}
          </div>
        </fieldset>
        <Select
          label={t('ordering')}
          hint={t(`orderingHints.${ordering}`)}
          options={(['lane', 'strict'] as const).map((value) => ({
            value,
            label: t(`orderings.${value}`),
          }))}
          value={ordering}
          onChange={setOrdering}
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
