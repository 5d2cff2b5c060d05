import { Link, type LinkProps } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useAccount } from './account-data.ts';

interface Props {
  to: Extract<
    LinkProps['to'],
    `/app/accounts/$accountId/settings/${string}` | '/app/accounts/$accountId/contacts'
  >;
  children: string;
}

/** From a page to the one that it is a part of. */
export function BackLink({ to, children }: Props) {
  const account = useAccount();
  return (
    <Link
      to={to}
      params={{ accountId: account }}
      className="inline-flex h-6 items-center gap-1 text-sm text-ink-soft hover:text-ink"
    >
      <ArrowLeft aria-hidden="true" className="size-4" />
      {children}
    </Link>
  );
}
