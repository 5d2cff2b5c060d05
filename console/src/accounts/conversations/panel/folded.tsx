import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, FileText } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { ago, momentOf } from '../../../time/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Bar } from '../../../ui/states.tsx';
import { useMembership } from '../../account-data.ts';
import { notesQuery } from '../../contacts/contact-data.ts';
import { nameIn, webAddress } from '../message/pictures.ts';
import { usePanelTexts } from './texts.ts';

interface Props {
  account: number;
  id: number;
}

/** What is only asked for when somebody unfolds it; whether it is stays so in this browser. */
function Folded({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  const key = `confab.panel.${name}`;
  const [open, setOpen] = useState(() => localStorage.getItem(key) === 'open');
  return (
    <section className="border-t border-line px-4 py-2">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => {
            localStorage.setItem(key, open ? 'closed' : 'open');
            setOpen(!open);
          }}
          className="-ml-1 flex h-7 w-full items-center gap-1 rounded px-1 text-left text-xs font-semibold text-ink-faint hover:bg-hover"
        >
          <ChevronRight aria-hidden="true" className={`size-3.5 ${open ? 'rotate-90' : ''}`} />
          {title}
        </button>
      </h3>
      {open ? <div className="py-1">{children}</div> : null}
    </section>
  );
}

/** Files, what rules did, and notes about the contact. */
export function FoldedParts({ account, id, contact }: Props & { contact: number }) {
  const t = usePanelTexts();
  return (
    <>
      <Folded name="files" title={t('files')}>
        <Files account={account} id={id} />
      </Folded>
      <Folded name="notes" title={t('notes')}>
        <ContactNotes account={account} contact={contact} />
      </Folded>
      <Folded name="automation" title={t('automation')}>
        <Runs account={account} id={id} />
      </Folded>
    </>
  );
}

function Files({ account, id }: Props) {
  const t = usePanelTexts();
  const { data } = useQuery({
    queryKey: ['files', account, id],
    queryFn: async () =>
      (
        await unwrap(
          api(account).GET('/conversations/{conversation_id}/attachments', {
            params: { path: { conversation_id: id } },
          }),
        )
      ).payload,
    staleTime: 0,
  });
  if (data === undefined) return <Bar className="h-10 w-full" />;
  if (data.length === 0) return <p className="text-sm text-ink-faint">{t('noFiles')}</p>;
  return (
    <ul className="grid grid-cols-3 gap-2">
      {data.map(({ message_id, data_url, thumb_url, file_type, extension }, index) => {
        const url = webAddress(data_url);
        const name = nameIn(data_url ?? '') || t('unnamed');
        return (
          <li key={`${message_id}-${index}`}>
            <a
              href={url}
              target="_blank"
              rel="noopener noreferrer"
              title={name}
              className="flex aspect-square flex-col items-center justify-center overflow-hidden rounded-md border border-line bg-sunken text-2xs hover:bg-hover"
            >
              {file_type === 'image' ? (
                <img
                  src={webAddress(thumb_url) ?? url}
                  alt={name}
                  loading="lazy"
                  className="size-full object-cover"
                />
              ) : (
                <>
                  <FileText aria-hidden="true" className="size-5 text-ink-faint" />
                  <span className="w-full truncate px-1 text-center">{extension ?? name}</span>
                </>
              )}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function ContactNotes({ account, contact }: { account: number; contact: number }) {
  const t = usePanelTexts();
  const { data } = useQuery(notesQuery(account, contact));
  if (data === undefined) return <Bar className="h-10 w-full" />;
  if (data.length === 0) return <p className="text-sm text-ink-faint">{t('noNotes')}</p>;
  return (
    <ul className="space-y-2">
      {data.slice(0, 10).map(({ id, content, user, created_at }) => (
        <li key={id} className="text-sm">
          <p className="text-xs text-ink-faint">
            {user?.name} · {ago(created_at)}
          </p>
          <p className="break-words whitespace-pre-line">{content}</p>
        </li>
      ))}
    </ul>
  );
}

const tones = { running: 'warn', finished: 'good', unmatched: 'plain', skipped: 'plain', failed: 'danger' } as const; // prettier-ignore

function Runs({ account, id }: Props) {
  const t = usePanelTexts();
  const isAdministrator = useMembership()?.role === 'administrator';
  const { data } = useQuery({
    queryKey: ['rule-runs-of', account, id],
    queryFn: async () =>
      (
        await unwrap(
          api(account).GET('/conversations/{conversation_id}/automation_runs', {
            params: { path: { conversation_id: id } },
          }),
        )
      ).payload,
    staleTime: 0,
  });
  if (data === undefined) return <Bar className="h-10 w-full" />;
  if (data.length === 0) return <p className="text-sm text-ink-faint">{t('noRuns')}</p>;
  return (
    <ul className="space-y-2">
      {data.map(({ id: run, automation_rule_id: rule, automation_rule_name: name, status, reason, created_at }) => (
        <li key={run} className="text-sm">
          <p className="flex items-center gap-2">
            {rule === null || !isAdministrator ? (
              <span className="min-w-0 flex-1 truncate">{name}</span>
            ) : (
              <Link
                to="/app/accounts/$accountId/settings/automation/$ruleId"
                params={{ accountId: account, ruleId: rule }}
                className="min-w-0 flex-1 truncate hover:underline"
              >
                {name}
              </Link>
            )}
            <Badge tone={tones[status]}>{t(`states.${status}`)}</Badge>
          </p>
          <p className="text-xs text-ink-faint">
            {momentOf(new Date(created_at))}
            {reason === null ? '' : ` · ${reason}`}
          </p>
        </li>
      ))}
    </ul>
  ); // prettier-ignore
}
