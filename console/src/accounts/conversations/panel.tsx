import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pencil, Play, Plus, X } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ago } from '../../time/format.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/button.tsx';
import { lazily } from '../../ui/lazily.ts';
import { labelsQuery, macrosQuery } from '../account-data.ts';
import type { Actions } from './actions.ts';
import { useFurtherActions } from './further-actions.ts';
import { FoldedParts } from './panel/folded.tsx';
import { Participants } from './panel/participants.tsx';
import { usePanelTexts } from './panel/texts.ts';
import { Values } from './panel/values.tsx';
import { Fact, Facts, Section, type ToolProps } from './panel-facts.tsx';
import type { Conversation } from './conversation-data.ts';
import type { Asking } from './pickers/asking.ts';
import { previousQuery } from './previous-data.ts';
import { sameView } from './view.ts';

const ContactDialog = lazily(async () => import('./panel/contact-dialog.tsx'), 'ContactDialog');

interface Props {
  account: number;
  conversation: Conversation;
  actions: Actions;
  onAsk: (what: Asking) => void;
  onClose: () => void;
}

/** The place of the panel, which is there before what stands in it. */
export function PanelFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <aside
      aria-label={t('conversation.showDetails')}
      className="absolute inset-y-0 right-0 z-10 w-full overflow-y-auto border-l border-line bg-surface sm:w-80 xl:static xl:w-76 xl:shrink-0"
    >
      {children}
    </aside>
  );
}

/** The right of the desk: who writes, and what the conversation is about. */
export function Panel({ account, conversation, actions, onAsk, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <div className="flex justify-end p-2 xl:hidden">
        <IconButton label={t('app.close')} onClick={onClose}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
      <Contact account={account} conversation={conversation} />
      <Facts account={account} conversation={conversation} actions={actions} />
      <Labels account={account} conversation={conversation} actions={actions} onAsk={onAsk} />
      <Values account={account} conversation={conversation} />
      <Participants account={account} id={conversation.id} />
      <Macros account={account} conversation={conversation} />
      <Previous account={account} conversation={conversation} />
      <FoldedParts account={account} id={conversation.id} contact={conversation.meta.sender.id} />
    </>
  );
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function Contact({ account, conversation }: Omit<ToolProps, 'actions'>) {
  const { t } = useTranslation();
  const words = usePanelTexts();
  const [isEditing, setEditing] = useState(false);
  const { sender } = conversation.meta;
  const about = sender.additional_attributes;
  const facts = [
    [t('panel.email'), sender.email],
    [t('panel.phone'), sender.phone_number],
    [t('panel.company'), text(about['company_name'])],
    [t('panel.city'), text(about['city'])],
    [t('panel.identifier'), sender.identifier],
  ] as const;
  return (
    <section className="p-4">
      <h3 className="sr-only">{t('panel.contact')}</h3>
      <div className="mb-3 flex items-center gap-3">
        <Avatar
          name={sender.name || '?'}
          picture={sender.thumbnail}
          size="lg"
          presence={sender.availability_status}
        />
        <p className="min-w-0 flex-1 text-base font-semibold break-words">
          <Link
            to="/app/accounts/$accountId/contacts/$contactId"
            params={{ accountId: account, contactId: sender.id }}
            title={words('open')}
            className="hover:underline"
          >
            {sender.name || `#${sender.id}`}
          </Link>
        </p>
        <IconButton label={words('edit')} onClick={() => setEditing(true)}>
          <Pencil aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
      {isEditing ? (
        <Suspense>
          <ContactDialog
            account={account}
            conversation={conversation}
            onClose={() => setEditing(false)}
          />
        </Suspense>
      ) : null}
      <dl>
        {facts.map(([name, value]) =>
          value == null || value === '' ? null : (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ),
        )}
      </dl>
    </section>
  );
}

function Labels({ account, conversation, actions, onAsk }: ToolProps & Pick<Props, 'onAsk'>) {
  const { t } = useTranslation();
  const all = useQuery(labelsQuery(account)).data ?? [];
  const { labels } = conversation;
  const colorOf = (title: string): string | undefined =>
    all.find((label) => label.title === title)?.color;
  const toggle = (title: string): void =>
    void actions.setLabels(
      labels.includes(title) ? labels.filter((each) => each !== title) : [...labels, title],
    );
  return (
    <Section title={t('panel.labels')}>
      <ul className="flex flex-wrap gap-1.5">
        {labels.map((title) => (
          <li
            key={title}
            className="flex items-center gap-1 rounded-full border border-line py-0.5 pr-0.5 pl-2 text-xs"
          >
            <span
              aria-hidden="true"
              className="size-2 rounded-full"
              style={{ background: colorOf(title) ?? 'var(--line-strong)' }}
            />
            {title}
            <IconButton
              label={t('panel.removeLabel', { label: title })}
              className="size-5 rounded-full"
              onClick={() => toggle(title)}
            >
              <X aria-hidden="true" className="size-3" />
            </IconButton>
          </li>
        ))}
        <li>
          <IconButton
            label={t('panel.addLabel')}
            className="size-6 rounded-full border border-line"
            onClick={() => onAsk('labels')}
          >
            <Plus aria-hidden="true" className="size-3.5" />
          </IconButton>
        </li>
      </ul>
    </Section>
  );
}

function Macros({ account, conversation }: Omit<ToolProps, 'actions'>) {
  const { t } = useTranslation();
  const macros = useQuery(macrosQuery(account)).data ?? [];
  const { runMacro } = useFurtherActions(account, conversation.id);
  return (
    <Section title={t('panel.macros')}>
      {macros.length === 0 ? <p className="text-sm text-ink-faint">{t('panel.noMacros')}</p> : null}
      <ul>
        {macros.map(({ id, name }) => (
          <li key={id} className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <IconButton
              label={`${t('panel.run')}: ${name}`}
              className="size-7"
              onClick={() => void runMacro(id, name)}
            >
              <Play aria-hidden="true" className="size-3.5" />
            </IconButton>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Previous({ account, conversation }: Omit<ToolProps, 'actions'>) {
  const { t } = useTranslation();
  const contact_id = conversation.meta.sender.id;
  const { data } = useQuery(previousQuery(account, contact_id));
  const others = data?.filter(({ id }) => id !== conversation.id) ?? [];
  return (
    <Section title={t('panel.previous')}>
      {data !== undefined && others.length === 0 ? (
        <p className="text-sm text-ink-faint">{t('panel.noPrevious')}</p>
      ) : null}
      <ul>
        {others.slice(0, 8).map(({ id, status, last_activity_at }) => (
          <li key={id}>
            <Link
              to="/app/accounts/$accountId/conversations/$conversationId"
              params={{ accountId: account, conversationId: id }}
              search={sameView}
              className="flex gap-2 rounded px-1 py-1 hover:bg-hover"
            >
              <span className="flex-1">#{id}</span>
              <span className="text-ink-faint">{t(`status.${status}`)}</span>
              <span className="w-12 text-right text-ink-faint">{ago(last_activity_at)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
