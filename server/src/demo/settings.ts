import type { AgentName, LabelName, TeamName } from './cast.ts';
import type { ContactName } from './contacts.ts';
import type { Span } from './script.ts';

// What the demo's team has set up for itself, beside what cast.ts says.

/** Answers by their short code. */
export const cannedResponses = {
  hello: 'Hello {{contact.first_name}}, {{agent.first_name}} from Acme here. How can I help?',
  broken:
    'I am sorry that it arrived broken! Please throw it away, you do not have to send it back. A new one leaves our house today.',
  return:
    'You can return everything within 60 days, and it is free: put the label that I am attaching on the parcel and give it to any post office.',
  refund: 'I have just sent the money back. Your bank takes two to three days to show it.',
  where: 'Your parcel left our house and is on its way. You can follow it here: ',
  vat: 'Please send us your VAT number, and we will send you the invoice again with it.',
  bye: 'You are welcome, {{contact.first_name}}. Have a good day!',
} as const;

interface MacroSpec {
  name: string;
  by: AgentName;
  visibility: 'global' | 'personal';
  actions: (teams: Record<TeamName, number>) => { action_name: string; action_params: unknown[] }[];
}

export const macros: MacroSpec[] = [
  {
    name: 'Broken on arrival',
    by: 'maya',
    visibility: 'global',
    actions: () => [
      { action_name: 'add_label', action_params: ['damaged'] },
      { action_name: 'change_priority', action_params: ['high'] },
      { action_name: 'send_message', action_params: [cannedResponses.broken] },
    ],
  },
  {
    name: 'Hand to Billing',
    by: 'maya',
    visibility: 'global',
    actions: ({ billing }) => [
      { action_name: 'add_label', action_params: ['refund'] },
      { action_name: 'assign_team', action_params: [billing] },
      { action_name: 'add_private_note', action_params: ['Please look at the payment.'] },
    ],
  },
  {
    name: 'Not for us',
    by: 'maya',
    visibility: 'global',
    actions: () => [
      { action_name: 'add_label', action_params: ['spam'] },
      { action_name: 'mute_conversation', action_params: [] },
    ],
  },
  {
    name: 'Mine, and done',
    by: 'ines',
    visibility: 'personal',
    actions: () => [
      { action_name: 'assign_agent', action_params: ['self'] },
      { action_name: 'send_message', action_params: [cannedResponses.bye] },
      { action_name: 'resolve_conversation', action_params: [] },
    ],
  },
];

interface View {
  name: string;
  by: AgentName;
  filter_type: 'conversation' | 'contact';
  shared: boolean;
  /** Attribute, operator and values; all of them must hold. */
  where: [attribute_key: string, filter_operator: string, values: unknown[]][];
}

export const views: View[] = [
  {
    name: 'Burning',
    by: 'maya',
    filter_type: 'conversation',
    shared: true,
    where: [
      ['status', 'equal_to', ['open']],
      ['priority', 'equal_to', ['urgent', 'high']],
    ],
  },
  {
    name: 'Big orders',
    by: 'maya',
    filter_type: 'conversation',
    shared: false,
    where: [['order_value', 'is_greater_than', [300]]],
  },
  {
    name: 'Gold customers',
    by: 'maya',
    filter_type: 'contact',
    shared: true,
    where: [['tier', 'equal_to', ['gold']]],
  },
  {
    name: 'Returns to Germany',
    by: 'ines',
    filter_type: 'conversation',
    shared: false,
    where: [
      ['labels', 'equal_to', ['return']],
      ['ships_to', 'equal_to', ['DE']],
    ],
  },
];

/** Sees all of her inboxes, tends the customers' records and reads the reports. */
export const customRole = {
  name: 'Billing lead',
  description: 'Money, customers and numbers',
  permissions: ['conversation_manage', 'contact_manage', 'report_manage'],
  holder: 'priya',
} as const satisfies { holder: AgentName; [key: string]: unknown };

/** What the team remembers about customers. */
export const notes: { about: ContactName; by: AgentName; ago: Span; says: string }[] = [
  {
    about: 'greta',
    by: 'ines',
    ago: '30d',
    says: '81 years old. Would rather be called than written to, best before noon.',
  },
  {
    about: 'greta',
    by: 'maya',
    ago: '2h',
    says: 'Her letter is on the board in the kitchen. Send her the tea cups of the new series.',
  },
  {
    about: 'clara',
    by: 'maya',
    ago: '7d',
    says: 'Two cafés from May on. 12 % on cups and saucers, agreed by telephone.',
  },
  {
    about: 'karl',
    by: 'priya',
    ago: '20d',
    says: 'The hotel pays by invoice within 30 days; purchase order number on every invoice.',
  },
  {
    about: 'noor',
    by: 'jonas',
    ago: '18m',
    says: 'Third parcel of Orla plates that came broken. Send from the Cologne shop next time.',
  },
  { about: 'spammer', by: 'priya', ago: '15h', says: 'Not a customer. Muted, do not answer.' },
];

export const contactLabels: Partial<Record<ContactName, LabelName[]>> = {
  clara: ['wholesale', 'vip'],
  karl: ['wholesale', 'vip'],
  nina: ['wholesale'],
  greta: ['vip'],
  lena: ['vip'],
  ruth: ['vip'],
  spammer: ['spam'],
};

/** Weekdays from eight to six, Saturdays until two, in the shop's own zone. */
export const openingHours = {
  timezone: 'Europe/Berlin',
  message: 'We are at home now and answer from eight in the morning. Thank you for your patience!',
  days: [0, 1, 2, 3, 4, 5, 6].map((day_of_week) => ({
    day_of_week,
    closed_all_day: day_of_week === 0,
    open_all_day: false,
    open_hour: day_of_week === 0 ? null : 8,
    open_minutes: day_of_week === 0 ? null : 0,
    close_hour: day_of_week === 0 ? null : day_of_week === 6 ? 14 : 18,
    close_minutes: day_of_week === 0 ? null : 0,
  })),
};
