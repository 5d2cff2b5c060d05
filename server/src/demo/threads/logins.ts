import { customer, ines, jonas, maya, pip, priya, type Thread } from '../script.ts';

/** Accounts, passwords and codes. */
export const logins: Thread[] = [
  {
    with: 'visitor1',
    in: 'website',
    ago: '2m',
    over: '6m',
    lines: [
      'hello',
      pip('Hi, I am Pip! I can tell you about orders, returns and your account. What is it about?'),
      'I can’t log in, it says “too many attempts”',
    ],
  },
  {
    with: 'tomas',
    in: 'app',
    ago: '37m',
    over: '22m',
    labels: ['login'],
    priority: 'medium',
    lines: [
      'I do not get the e-mail with the code. I tried 4 times',
      ines('Hi Tomáš, to which address should it come? The one in your account ends in “.cz”.'),
      'oh. that one does not exist any more, it was from my university',
      ines(
        'I see. To change it I have to be sure that it is you: could you tell me the number and the month of your last order?',
      ),
      'AC-10299, February',
    ],
  },
  {
    with: 'haru',
    in: 'app',
    ago: '6h',
    over: '9h',
    labels: ['login'],
    lines: [
      'Hello. The app closes when I tap “Log in”. iPhone, newest system.',
      jonas(
        'Hello Haru, thank you for telling us. Which version of the app is it? Settings → About.',
      ),
      customer('5.2.0. I added the report', { files: ['report'] }),
      jonas.notes(
        'Same as WEB-318, happens when the phone’s language is Japanese. Fix is in 5.2.1.',
      ),
      jonas(
        'We know what it is now, and the new version 5.2.1 will be in the store this week. I will write to you then.',
      ),
      jonas.snoozes('5d'),
    ],
  },
  {
    with: 'leo',
    in: 'mail',
    ago: '18h',
    over: '4h',
    subject: 'Please delete my account',
    labels: ['login'],
    priority: 'medium',
    lines: [
      'Hello,\n\nplease delete my customer account and all data that you do not have to keep by law.\n\nLeo Quast',
      priya(
        'Hello Mr Quast,\n\nyour account will be deleted by tomorrow evening. Invoices stay for the time that tax law asks for; nobody but our accountant sees them. You will get a last e-mail when it is done.\n\nPriya',
      ),
      priya.notes('Data request no. 41. @Maya please confirm in the register.'),
      priya.holds,
    ],
  },
  {
    with: 'visitor2',
    in: 'website',
    ago: '29h',
    over: '4m',
    labels: ['login'],
    lines: [
      'how do i change my password',
      pip(
        'In your account under “Security”, or by “Forgot your password?” on the login page. Did that help?',
      ),
      'yes thank you',
      pip.resolves,
    ],
  },
  {
    with: 'ruth',
    in: 'mail',
    ago: '3d',
    over: '1d',
    subject: 'Is this e-mail really from you?',
    labels: ['login', 'vip', 'spam'],
    priority: 'urgent',
    lines: [
      'Dear Acme,\n\nI got the attached e-mail: my account is “limited” and I should enter my card number. It looks odd to me. Is it from you?\n\nRuth Pennerby',
      maya(
        'Dear Ruth,\n\nit is not from us, and you were right to ask. We never ask for card numbers by e-mail. Please delete it and do not open the link.\n\nI have reported the page behind it; it is gone since an hour ago. Thank you for your help!\n\nMaya',
      ),
      'Good. I shall warn my bridge club.\n\nRuth',
      maya.notes('Put a warning on the start page, and into the newsletter on Thursday.'),
      maya.resolves,
    ],
  },
  {
    with: 'mara',
    in: 'app',
    ago: '6d',
    over: '40m',
    rated: { stars: 4 },
    labels: ['login'],
    lines: [
      'I have two accounts with you, one with my old name. Can you merge them?',
      ines('Yes! Which of the two e-mail addresses should stay?'),
      'mara.eichfeld@example.com',
      ines('Done: all 14 orders are in one place now, and so are your points.'),
      'wow, thank you',
      ines.resolves,
    ],
  },
  {
    with: 'arthur',
    in: 'app',
    ago: '11d',
    over: '2h',
    labels: ['login'],
    priority: 'low',
    lines: [
      'The app wants a “passkey”. What is that? I have a password.',
      jonas(
        'A passkey means that your phone proves who you are, by your finger or face, so there is no password that could be stolen. You can tap “Not now” and go on with your password.',
      ),
      'Not now it is. Thanks for explaining.',
      jonas.resolves,
    ],
  },
  {
    with: 'hugo',
    in: 'app',
    ago: '21d',
    over: '1d',
    labels: ['login'],
    lines: [
      'I get e-mails for somebody called “Hugues” with his orders in them.',
      ines(
        'Thank you for telling us! He mistyped his address. I have taken yours out of his account.',
      ),
      'No more since yesterday, merci',
      ines.resolves,
    ],
  },
];
