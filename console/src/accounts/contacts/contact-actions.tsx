import { useNavigate } from '@tanstack/react-router';
import { Ellipsis, PenLine } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../api/api.ts';
import { queries } from '../../api/queries.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { confirm } from '../../ui/confirm.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { say } from '../../ui/toast.tsx';
import { useMembership } from '../account-data.ts';
import { changeContact, contactQuery, type Contact } from './contact-data.ts';
import { MergeDialog } from './merge.tsx';
import { WriteDialog } from './write.tsx';
import { useContactTexts } from './texts.ts';

interface Props {
  account: number;
  contact: Contact;
  name: string;
}

/** What can be done with a contact. */
export function ContactActions({ account, contact, name }: Props) {
  const t = useContactTexts();
  const isAdministrator = useMembership()?.role === 'administrator';
  const [asked, setAsked] = useState<'write' | 'merge'>();
  const { block, remove } = useAsking({ account, contact, name });
  const close = (): void => setAsked(undefined);
  return (
    <>
      <Button look="primary" onClick={() => setAsked('write')}>
        <PenLine aria-hidden="true" className="size-4" />
        {t('write')}
      </Button>
      <Menu
        trigger={
          <IconButton label={t('more')} look="plain">
            <Ellipsis aria-hidden="true" className="size-4" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setAsked('merge')}>{t('merge')}</MenuItem>
        <MenuItem onSelect={block}>{t(contact.blocked ? 'unblock' : 'block')}</MenuItem>
        {isAdministrator ? (
          <MenuItem danger onSelect={remove}>
            {t('remove')}
          </MenuItem>
        ) : null}
      </Menu>
      <WriteDialog account={account} contact={contact} name={name} open={asked === 'write'} onClose={close} />
      <MergeDialog account={account} contact={contact} name={name} open={asked === 'merge'} onClose={close} />
    </>
  ); // prettier-ignore
}

function useAsking({ account, contact, name }: Props) {
  const t = useContactTexts();
  const navigate = useNavigate();
  const setBlocked = async (blocked: boolean): Promise<void> => {
    const changed = await changeContact(account, contact.id, { blocked });
    queries.setQueryData(contactQuery(account, contact.id).queryKey, changed);
    say({ title: t(blocked ? 'isBlocked' : 'isUnblocked') });
  };
  const block = (): void =>
    confirm({
      title: `${t(contact.blocked ? 'unblock' : 'block')}: ${name}`,
      ...(contact.blocked ? {} : { hint: t('blockHint') }),
      yes: t(contact.blocked ? 'unblock' : 'block'),
      danger: !contact.blocked,
      act: async () => setBlocked(!contact.blocked),
    });
  const remove = (): void =>
    confirm({
      title: t('removeTitle', { name }),
      hint: t('removeHint'),
      yes: t('remove'),
      danger: true,
      act: async () => {
        const path = { contact_id: contact.id };
        await unwrap(api(account).DELETE('/contacts/{contact_id}', { params: { path } }));
        await navigate({
          to: '/app/accounts/$accountId/contacts',
          params: { accountId: account },
          search: {},
        });
        void queries.invalidateQueries({ queryKey: ['contacts', account] });
        say({ title: t('removed') });
      },
    });
  return { block, remove };
}
