import { ChevronRight, Ellipsis } from 'lucide-react';
import { Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { momentOf } from '../../../time/format.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { lazily } from '../../../ui/lazily.ts';
import type { Message } from '../conversation-data.ts';
import { renderMarkdown } from '../markdown.ts';
import { mailOf } from './mail.ts';
import { freshPart } from './quoting.ts';
import { useMessageTexts } from './texts.ts';

const MailFrame = lazily(async () => import('./mail-frame.tsx'), 'MailFrame');

/** What a message says; a mail with its head, without what it quotes, and as it was written when somebody asks. */
export function Said({ message }: { message: Message }) {
  const mail = useMemo(() => mailOf(message), [message]);
  const text = message.content ?? '';
  if (mail === undefined) return <Text text={text} />;
  return <SaidByMail mail={mail} text={text} />;
}

type Mail = NonNullable<ReturnType<typeof mailOf>>;

function SaidByMail({ mail, text }: { mail: Mail; text: string }) {
  const t = useMessageTexts();
  const { t: shared } = useTranslation();
  const [asWritten, setAsWritten] = useState(false);
  const { head, subject, sender, html, fresh } = mail;
  return (
    <>
      {subject === undefined ? null : <p className="mb-1 font-medium">{subject}</p>}
      {head.length === 0 ? null : <Head head={head} />}
      {asWritten && html !== undefined ? (
        <Suspense fallback={<p className="text-xs text-ink-faint">{shared('app.loading')}</p>}>
          <MailFrame html={html} title={shared('message.mail')} sender={sender} />
        </Suspense>
      ) : (
        <Foldable text={text} fresh={freshPart(text, fresh)} />
      )}
      {html === undefined ? null : (
        <Button look="quiet" className="mt-1 h-7 px-1" onClick={() => setAsWritten(!asWritten)}>
          {asWritten ? t('showText') : t('showMail')}
        </Button>
      )}
    </>
  );
}

function Text({ text }: { text: string }) {
  const html = useMemo(() => renderMarkdown(text), [text]);
  // The renderer lets no markup through (markdown.ts).
  return <div className="prose-message" dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Without what it quotes, until somebody asks for that. */
function Foldable({ text, fresh }: { text: string; fresh: string }) {
  const t = useMessageTexts();
  const [isOpen, setOpen] = useState(false);
  if (fresh === text) return <Text text={text} />;
  return (
    <>
      <Text text={isOpen ? text : fresh} />
      <IconButton
        label={isOpen ? t('fold') : t('unfold')}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        look="plain"
        className="mt-1 h-6"
      >
        <Ellipsis aria-hidden="true" className="size-4" />
      </IconButton>
    </>
  );
}

function Head({ head }: { head: Mail['head'] }) {
  const t = useMessageTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="mb-1 text-xs text-ink-soft">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="-ml-1 flex min-h-6 items-center gap-1 rounded px-1 hover:bg-hover"
      >
        <ChevronRight aria-hidden="true" className={`size-3.5 ${isOpen ? 'rotate-90' : ''}`} />
        {t('head')}
      </button>
      {isOpen ? (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 py-1">
          {head.map(([name, said]) => (
            <div key={name} className="contents">
              <dt>{t(`heads.${name}`)}</dt>
              <dd className="break-words text-ink">
                {name === 'date' ? momentOf(new Date(said)) : said}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}
