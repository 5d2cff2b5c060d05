import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Problem } from '../../../ui/field.tsx';
import { say } from '../../../ui/toast.tsx';
import { useSubmit } from '../../../ui/use-submit.ts';
import { useInboxTexts } from './texts.ts';

interface Props {
  /** Throws when it is refused. */
  send: (form: FormData) => Promise<void>;
  children: ReactNode;
}

/** One part of an inbox, saved by itself. */
export function PartForm({ send, children }: Props) {
  const t = useInboxTexts();
  const { t: shared } = useTranslation();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    await send(form);
    say({ title: t('saved') });
  });
  return (
    <form onSubmit={onSubmit} noValidate className="max-w-xl space-y-4">
      {problem === undefined ? null : <Problem>{problem}</Problem>}
      {children}
      <Button look="primary" type="submit" busy={busy}>
        {shared('app.save')}
      </Button>
    </form>
  );
}
