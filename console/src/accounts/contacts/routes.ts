import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../../ui/lazily.ts';
import { accountRoute } from '../route.ts';
import { readContacts } from './read-contacts.ts';

const pages = async () => import('./pages.ts');

const list = createRoute({
  getParentRoute: () => accountRoute,
  path: 'contacts',
  validateSearch: readContacts,
  component: lazyPage(pages, 'ContactsPage'),
});

const imports = createRoute({
  getParentRoute: () => accountRoute,
  path: 'contacts/import',
  component: lazyPage(pages, 'ImportPage'),
});

const one = createRoute({
  getParentRoute: () => accountRoute,
  path: 'contacts/$contactId',
  params: {
    parse: ({ contactId }) => ({ contactId: Number(contactId) }),
    stringify: ({ contactId }) => ({ contactId: String(contactId) }),
  },
  component: lazyPage(pages, 'ContactPage'),
});

export const contactRoutes = [list, imports, one] as const;
