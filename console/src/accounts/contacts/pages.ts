export { ContactsPage } from './contacts.tsx';
export { ContactPage } from './contact.tsx';
export { ImportPage } from './import.tsx';
