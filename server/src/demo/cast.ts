// Who works at the demo's shop, and where.

/** The first one runs it; the others answer. `inboxes` and `teams` are where they are members. */
export const agents = {
  maya: { name: 'Maya', role: 'administrator', inboxes: [] },
  ines: { name: 'Ines', role: 'agent', inboxes: ['app', 'website'] },
  jonas: { name: 'Jonas', role: 'agent', inboxes: ['app', 'website', 'market'] },
  priya: { name: 'Priya', role: 'agent', inboxes: ['mail', 'market'] },
} as const satisfies Record<string, Agent>;

interface Agent {
  name: string;
  role: 'administrator' | 'agent';
  inboxes: InboxName[];
}

export type AgentName = keyof typeof agents;

export const bot = {
  name: 'Pip',
  description: 'Answers first on the website and hands over to a person.',
};

export const inboxes = {
  app: { name: 'Mobile app', channel_type: 'Channel::Api' },
  market: { name: 'Marketplace', channel_type: 'Channel::Api' },
  website: { name: 'Website chat', channel_type: 'Channel::WebWidget' },
  mail: { name: 'E-mail', channel_type: 'Channel::Email' },
} as const;

export type InboxName = keyof typeof inboxes;

export const teams = {
  care: {
    name: 'Customer care',
    description: 'Orders, deliveries, returns and everything else at first',
    members: ['ines', 'jonas'],
  },
  billing: {
    name: 'Billing',
    description: 'Invoices, refunds and payments',
    members: ['priya', 'maya'],
  },
} as const satisfies Record<string, { name: string; description: string; members: AgentName[] }>;

export type TeamName = keyof typeof teams;

/** Labels with their colour and what they are for. */
export const labels = {
  delivery: ['#1f93ff', 'Where a parcel is, and when it comes'],
  damaged: ['#e5484d', 'Arrived broken or incomplete'],
  return: ['#f5a623', 'Goods on their way back'],
  refund: ['#8e4ec6', 'Money on its way back'],
  invoice: ['#0d9488', 'Invoices, receipts and tax numbers'],
  login: ['#64748b', 'Accounts, passwords and codes'],
  product: ['#30a46c', 'Questions before and after buying'],
  wholesale: ['#ad7f58', 'Shops, hotels and offices'],
  vip: ['#d6409f', 'Customers of many years'],
  feedback: ['#46a758', 'Praise, complaints and ideas'],
  spam: ['#8d8d8d', 'Not for us'],
} as const;

export type LabelName = keyof typeof labels;

export const customAttributes = [
  ['conversation_attribute', 'order_id', 'Order number', 'text'],
  ['conversation_attribute', 'order_value', 'Order value (EUR)', 'number'],
  ['conversation_attribute', 'ordered_on', 'Ordered on', 'date'],
  ['conversation_attribute', 'gift', 'Is a gift', 'checkbox'],
  ['conversation_attribute', 'ships_to', 'Ships to', 'list', ['DE', 'AT', 'FR', 'ES', 'NL', 'GB']],
  ['conversation_attribute', 'tracking', 'Tracking page', 'link'],
  ['contact_attribute', 'tier', 'Customer tier', 'list', ['new', 'regular', 'gold']],
  ['contact_attribute', 'customer_since', 'Customer since', 'date'],
  ['contact_attribute', 'newsletter', 'Reads the newsletter', 'checkbox'],
] as const;
