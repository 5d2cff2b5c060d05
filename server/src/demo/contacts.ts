interface Customer {
  name: string;
  /** Without an e-mail address the website asks for one. */
  email?: string;
  phone?: string;
  city?: string;
  country?: string;
  company?: string;
  tier?: 'new' | 'regular' | 'gold';
  since?: string;
  newsletter?: boolean;
}

const at = (name: string): string => `${name}@example.com`;

/** Invented people. Their telephone numbers are from the ranges that are kept free for fiction. */
const contacts = {
  lena: {
    name: 'Lena Brackfeld',
    email: at('lena.brackfeld'),
    phone: '+493023125011',
    city: 'Berlin',
    country: 'Germany',
    tier: 'gold',
    since: '2019-03-11',
    newsletter: true,
  },
  owen: {
    name: 'Owen Tasker-Lyle',
    email: at('owen.tl'),
    phone: '+442079460112',
    city: 'London',
    country: 'United Kingdom',
    tier: 'regular',
    since: '2022-10-02',
  },
  camille: {
    name: 'Camille Ardouan',
    email: at('camille.ardouan'),
    phone: '+33199001204',
    city: 'Lyon',
    country: 'France',
    tier: 'regular',
    since: '2021-05-19',
    newsletter: true,
  },
  teo: {
    name: 'Teo Marivelli',
    email: at('teo.marivelli'),
    city: 'Bologna',
    country: 'Italy',
    tier: 'new',
    since: '2025-01-08',
  },
  sofia: {
    name: 'Sofía Larrendo',
    email: at('sofia.larrendo'),
    city: 'Valencia',
    country: 'Spain',
    tier: 'gold',
    since: '2018-11-23',
    newsletter: true,
  },
  anouk: {
    name: 'Anouk van Terwijk',
    email: at('anouk.vt'),
    city: 'Utrecht',
    country: 'Netherlands',
    tier: 'regular',
    since: '2023-02-14',
  },
  haru: {
    name: 'Haru Mizonaga',
    email: at('haru.mizonaga'),
    city: 'Sapporo',
    country: 'Japan',
    tier: 'new',
    since: '2025-02-20',
  },
  grace: {
    name: 'Grace Oyelande',
    email: at('grace.oyelande'),
    phone: '+442079460587',
    city: 'Leeds',
    country: 'United Kingdom',
    tier: 'regular',
    since: '2020-07-01',
    newsletter: true,
  },
  viktor: {
    name: 'Viktor Salminsky',
    email: at('viktor.salminsky'),
    city: 'Vienna',
    country: 'Austria',
    tier: 'regular',
    since: '2022-01-30',
  },
  noor: { name: 'Noor Haddawi', email: at('noor.haddawi'), city: 'Cologne', country: 'Germany' },
  felix: {
    name: 'Felix Ortmayr',
    email: at('felix.ortmayr'),
    phone: '+493023125307',
    city: 'Leipzig',
    country: 'Germany',
    tier: 'new',
    since: '2025-03-02',
  },
  ruth: {
    name: 'Ruth Pennerby',
    email: at('ruth.pennerby'),
    city: 'Bristol',
    country: 'United Kingdom',
    tier: 'gold',
    since: '2016-09-09',
    newsletter: true,
  },
  milo: { name: 'Milo Dressant', email: at('milo.dressant'), city: 'Ghent', country: 'Belgium' },
  clara: {
    name: 'Clara Wendlund',
    email: at('clara.wendlund'),
    city: 'Hamburg',
    country: 'Germany',
    company: 'Café Wendlund',
    tier: 'gold',
    since: '2017-04-25',
  },
  sam: { name: 'Sam Farrowell', email: at('sam.farrowell'), phone: '+12025550143' },
  ivy: { name: 'Ivy Castellan', email: at('ivy.castellan'), city: 'Dublin', country: 'Ireland' },
  piotr: {
    name: 'Piotr Zalenko',
    email: at('piotr.zalenko'),
    city: 'Gdańsk',
    country: 'Poland',
    tier: 'regular',
    since: '2021-12-12',
  },
  mara: { name: 'Mara Eichfeld', email: at('mara.eichfeld'), city: 'Munich', country: 'Germany' },
  ella: { name: 'Ella Norrby', email: at('ella.norrby'), city: 'Malmö', country: 'Sweden' },
  bruno: {
    name: 'Bruno Taveiros',
    email: at('bruno.taveiros'),
    city: 'Porto',
    country: 'Portugal',
    tier: 'regular',
    since: '2023-08-17',
  },
  hugo: { name: 'Hugo Lemarquis', email: at('hugo.lemarquis'), city: 'Nantes', country: 'France' },
  nina: {
    name: 'Nina Kastrup',
    email: at('nina.kastrup'),
    city: 'Aarhus',
    country: 'Denmark',
    company: 'Studio Kastrup',
    tier: 'regular',
    since: '2020-02-02',
  },
  arthur: { name: 'Arthur Pell', email: at('arthur.pell'), phone: '+442079460931' },
  yara: { name: 'Yara Belmonte', email: at('yara.belmonte'), city: 'Madrid', country: 'Spain' },
  tomas: {
    name: 'Tomáš Veselka',
    email: at('tomas.veselka'),
    city: 'Brno',
    country: 'Czechia',
    tier: 'new',
    since: '2025-02-11',
  },
  june: { name: 'June Halloway', email: at('june.halloway'), tier: 'regular', newsletter: true },
  karl: {
    name: 'Karl Ammerting',
    email: at('karl.ammerting'),
    city: 'Graz',
    country: 'Austria',
    company: 'Hotel Ammerting',
    tier: 'gold',
    since: '2019-06-18',
  },
  amina: { name: 'Amina Ferhoudi', email: at('amina.ferhoudi'), city: 'Paris', country: 'France' },
  leo: { name: 'Leo Quast', email: at('leo.quast'), city: 'Potsdam', country: 'Germany' },
  bea: { name: 'Bea Thornquist', email: at('bea.thornquist'), phone: '+442079460244' },
  oskar: { name: 'Oskar Lindemeer', email: at('oskar.lindemeer'), city: 'Kiel' },
  dalia: { name: 'Dalia Ronen-Fox', email: at('dalia.rf'), city: 'Antwerp', country: 'Belgium' },
  finn: { name: 'Finn Askerholt', email: at('finn.askerholt'), city: 'Oslo', country: 'Norway' },
  greta: { name: 'Greta Hollmann', email: at('greta.hollmann'), tier: 'gold', since: '2015-12-01' },
  /** Visitors of the website who gave no address. */
  visitor1: { name: 'quiet-river-482' },
  visitor2: { name: 'green-kettle-77' },
  visitor3: { name: 'early-lamp-903' },
  spammer: { name: 'Rank Booster Team', email: at('growth-offers') },
} as const satisfies Record<string, Customer>;

export type ContactName = keyof typeof contacts;

export const customers: Record<ContactName, Customer> = contacts;
