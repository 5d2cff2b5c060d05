import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Page } from '../../../ui/page.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { inboxesQuery, useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { BackLink } from '../../back-link.tsx';
import { ConnectPart } from './connect.tsx';
import { GeneralPart } from './general.tsx';
import { HoursPart } from './hours.tsx';
import { channelOf, type PartProps } from './inbox-data.ts';
import { partsOf, type Part } from './inbox-search.ts';
import { LookPart } from './look.tsx';
import { MailboxPart } from './mailbox.tsx';
import { PeoplePart } from './people.tsx';
import { FormPart } from './pre-chat.tsx';
import { RatingPart } from './rating.tsx';
import { useInboxTexts } from './texts.ts';

const HERE = '/app/accounts/$accountId/settings/inboxes/$inboxId';

/** Everything about one inbox; the address says which part. */
export function InboxPage() {
  const t = useInboxTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Known />
    </AdministratorsOnly>
  );
}

function Known() {
  const t = useInboxTexts();
  const account = useAccount();
  const { inboxId } = useParams({ from: HERE });
  const { data, error, refetch } = useQuery(inboxesQuery(account));
  const inbox = data?.find(({ id }) => id === inboxId);
  const back = <BackLink to="/app/accounts/$accountId/settings/inboxes">{t('title')}</BackLink>;
  if (inbox !== undefined) {
    return (
      <Page title={inbox.name} hint={t(`channels.${channelOf(inbox)}.name`)} before={back}>
        {/* Another inbox begins afresh. */}
        <Parts key={inbox.id} account={account} inbox={inbox} />
      </Page>
    );
  }
  return (
    <Page title={t('title')} before={back}>
      {error === null ? null : (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null ? <Lines /> : null}
      {data === undefined ? null : <Empty title={t('notThere')} />}
    </Page>
  );
}

const components: Record<Part, (props: PartProps) => React.ReactNode> = {
  general: GeneralPart,
  look: LookPart,
  form: FormPart,
  mailbox: MailboxPart,
  people: PeoplePart,
  hours: HoursPart,
  rating: RatingPart,
  connect: ConnectPart,
};

function Parts({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const search = useSearch({ from: HERE });
  const all = partsOf(channelOf(inbox));
  const part = all.find((each) => each === search.part) ?? 'general';
  const Shown = components[part];
  return (
    <>
      <nav
        aria-label={t('partsOf', { name: inbox.name })}
        className="mb-5 flex flex-wrap gap-x-4 gap-y-1 border-b border-line"
      >
        {all.map((each) => (
          <Link
            key={each}
            to={HERE}
            params={{ accountId: account, inboxId: inbox.id }}
            search={{ part: each }}
            aria-current={each === part ? 'page' : undefined}
            className={`-mb-px border-b-2 pb-2 text-sm ${each === part ? 'border-accent font-medium text-ink' : 'border-transparent text-ink-soft hover:text-ink'}`}
          >
            {t(`parts.${each}`)}
          </Link>
        ))}
      </nav>
      <Shown account={account} inbox={inbox} />
    </>
  );
}
