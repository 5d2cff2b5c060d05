import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ConfabError } from '../../api/api.ts';
import { momentOf } from '../../time/format.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Failed, Lines } from '../../ui/states.tsx';
import { useAccount } from '../account-data.ts';
import { BackLink } from '../back-link.tsx';
import { ContactActions } from './contact-actions.tsx';
import { contactQuery, type Contact } from './contact-data.ts';
import { About, ContactAttributes, ContactLabels } from './contact-parts.tsx';
import { ContactConversations } from './conversations.tsx';
import { Notes } from './notes.tsx';
import { useContactTexts } from './texts.ts';

/** Everything about one contact. */
export function ContactPage() {
  const t = useContactTexts();
  const account = useAccount();
  const { contactId } = useParams({ from: '/app/accounts/$accountId/contacts/$contactId' });
  const { data, error, refetch } = useQuery(contactQuery(account, contactId));
  const back = <BackLink to="/app/accounts/$accountId/contacts">{t('back')}</BackLink>;
  if (data !== undefined)
    return <Known key={data.id} account={account} contact={data} back={back} />;
  return (
    <Page title={t('title')} before={back}>
      {error === null ? <Lines /> : null}
      {error instanceof ConfabError && error.status === 404 ? <Empty title={t('gone')} /> : null}
      {error !== null && !(error instanceof ConfabError && error.status === 404) ? (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : null}
    </Page>
  );
}

interface KnownProps {
  account: number;
  contact: Contact;
  back: React.ReactNode;
}

function Known({ account, contact, back }: KnownProps) {
  const t = useContactTexts();
  const name = contact.name || contact.email || contact.phone_number || `#${contact.id}`;
  return (
    <Page
      wide
      title={name}
      before={back}
      hint={
        <span className="flex items-center gap-2 text-sm text-ink-faint">
          <Avatar
            name={name}
            picture={contact.thumbnail}
            size="sm"
            presence={contact.availability_status}
          />
          {t('since', { time: momentOf(new Date(contact.created_at * 1000)) })}
          {contact.blocked ? <Badge tone="danger">{t('blocked')}</Badge> : null}
        </span>
      }
      actions={<ContactActions account={account} contact={contact} name={name} />}
    >
      <div className="grid grid-cols-1 items-start gap-x-6 lg:grid-cols-2">
        <div className="min-w-0">
          <About account={account} contact={contact} />
          <ContactAttributes account={account} contact={contact} />
        </div>
        <div className="min-w-0">
          <ContactConversations account={account} contact={contact.id} />
          <ContactLabels account={account} contact={contact.id} />
          <Notes account={account} contact={contact.id} />
        </div>
      </div>
    </Page>
  );
}
