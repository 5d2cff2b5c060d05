import { useNavigate } from '@tanstack/react-router';
import { homeOf } from './enter.ts';
import { ownAddress } from './return-to.ts';

/** Goes where somebody wanted to be before they were asked who they are, or home. */
export function useGoOn(): () => Promise<void> {
  const navigate = useNavigate();
  return async () => {
    const wanted = new URLSearchParams(location.search).get('return_to');
    await navigate({ to: ownAddress(wanted, location.href) ?? (await homeOf()), replace: true });
  };
}
