// The survey page: asks what the customer was asked, shows what they answered, and keeps their answer.

const words = {
  en: {
    loading: 'Loading…',
    ask: 'How was your conversation with us?',
    choose: 'Your rating',
    names: ['Very bad', 'Bad', 'Okay', 'Good', 'Very good'],
    stars: ['1 star', '2 stars', '3 stars', '4 stars', '5 stars'],
    more: 'Would you like to tell us more?',
    send: 'Send',
    sending: 'Sending…',
    saved: 'Your rating is saved. You may add a comment.',
    thanks: 'Thank you for your feedback!',
    rated: 'You rated',
    change: 'Change your answer',
    closed: 'This survey is closed',
    late: 'Answers can be given and changed for 14 days.',
    none: 'There is no such survey',
    check: 'Please check the address, or ask the team that sent it to you.',
    away: 'This survey is not available now',
    failed: 'That did not work',
    retry: 'Please check your connection and try again.',
    again: 'Try again',
    unsent: 'Your answer could not be sent. Please try again.',
  },
  es: {
    loading: 'Cargando…',
    ask: '¿Qué tal fue tu conversación con nosotros?',
    choose: 'Tu valoración',
    names: ['Muy mala', 'Mala', 'Normal', 'Buena', 'Muy buena'],
    stars: ['1 estrella', '2 estrellas', '3 estrellas', '4 estrellas', '5 estrellas'],
    more: '¿Quieres contarnos algo más?',
    send: 'Enviar',
    sending: 'Enviando…',
    saved: 'Tu valoración está guardada. Puedes añadir un comentario.',
    thanks: '¡Gracias por tu opinión!',
    rated: 'Tu valoración',
    change: 'Cambiar tu respuesta',
    closed: 'Esta encuesta está cerrada',
    late: 'Se puede responder y cambiar la respuesta durante 14 días.',
    none: 'Esta encuesta no existe',
    check: 'Comprueba la dirección o pregunta al equipo que te la envió.',
    away: 'Esta encuesta no está disponible ahora',
    failed: 'Algo no ha funcionado',
    retry: 'Comprueba tu conexión e inténtalo de nuevo.',
    again: 'Intentar de nuevo',
    unsent: 'No se pudo enviar tu respuesta. Inténtalo de nuevo.',
  },
};

const EMOJI = ['😞', '😑', '😐', '😀', '😍'];
const LOCK_DAYS = 14;
const DAY = 24 * 60 * 60 * 1000;
const MAX_COMMENT = 20_000;
// Arrow keys pass over ratings that are not meant.
const SAVE_AFTER = 700;

const main = document.querySelector('main');
const uuid = location.pathname.replace(/\/+$/, '').split('/').at(-1) ?? '';
const address = `/public/api/v1/csat_survey/${uuid}`;

let text = speak(navigator.language);

/** The words of a language such as es_MX; English for those we do not speak. */
function speak(locale) {
  const language = /^es\b|^es_/i.test(locale) ? 'es' : 'en';
  document.documentElement.lang = language;
  return words[language];
}

/** An element with attributes and what stands in it; texts are only ever set as text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

function show(title, ...children) {
  document.title = title;
  main.removeAttribute('aria-busy');
  main.replaceChildren(...children.filter((child) => child !== undefined));
  main.querySelector('h1')?.focus();
}

const heading = (title) => make('h1', { tabindex: '-1' }, title);

function button(label, onClick, attributes = { type: 'button' }) {
  const element = make('button', attributes, label);
  if (onClick !== undefined) element.addEventListener('click', onClick);
  return element;
}

function inboxLine({ inbox_name, inbox_avatar_url }) {
  const line = make('p', { class: 'inbox' });
  if (URL.canParse(inbox_avatar_url, location.href)) {
    const { pathname } = new URL(inbox_avatar_url, location.href);
    if (pathname.startsWith('/rails/')) {
      // The picture is this server's, under whatever name it was called.
      const picture = make('img', { src: pathname, alt: '' });
      picture.addEventListener('error', () => picture.remove());
      line.append(picture);
    }
  }
  line.append(inbox_name);
  return line;
}

const today = (time) => Math.floor(time / DAY);
const isClosed = ({ created_at }) => today(Date.now()) - today(Date.parse(created_at)) > LOCK_DAYS;

async function load() {
  main.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(address, { headers: { accept: 'application/json' } });
    if (answer.status === 404)
      return show(text.none, heading(text.none), make('p', {}, text.check));
    if (answer.status === 401) return show(text.away, heading(text.away));
    if (!answer.ok) throw new Error(String(answer.status));
    open(await answer.json());
  } catch {
    show(
      text.failed,
      heading(text.failed),
      make('p', {}, text.retry),
      button(text.again, () => void load()),
    );
  }
}

function open(survey) {
  text = speak(survey.locale);
  if (isClosed(survey)) showClosed(survey);
  else if (survey.csat_survey_response === null) showForm(survey);
  else showThanks(survey);
}

const signOf = ({ display_type }, rating) =>
  display_type === 'star' ? '★'.repeat(rating) + '☆'.repeat(5 - rating) : EMOJI[rating - 1];

/** What was answered, for eyes and for ears. */
function answerParts(survey) {
  const { csat_survey_response: answer } = survey;
  if (answer === null) return [];
  const { rating, feedback_message } = answer;
  const name = (survey.display_type === 'star' ? text.stars : text.names)[rating - 1];
  return [
    make(
      'p',
      {
        class: survey.display_type === 'star' ? 'big star' : 'big',
        role: 'img',
        'aria-label': `${text.rated}: ${name}`,
      },
      signOf(survey, rating),
    ),
    feedback_message ? make('blockquote', {}, feedback_message) : undefined,
  ];
}

function showThanks(survey) {
  show(
    text.thanks,
    inboxLine(survey),
    heading(text.thanks),
    ...answerParts(survey),
    button(text.change, () => showForm(survey), { type: 'button', class: 'quiet' }),
  );
}

function showClosed(survey) {
  show(
    text.closed,
    inboxLine(survey),
    heading(text.closed),
    ...answerParts(survey),
    make('p', { class: 'note' }, text.late),
  );
}

function choice({ display_type }, rating, isChosen) {
  const isStar = display_type === 'star';
  const name = (isStar ? text.stars : text.names)[rating - 1];
  return make(
    'label',
    {},
    make('input', {
      type: 'radio',
      name: 'rating',
      value: String(rating),
      required: true,
      checked: isChosen,
      'aria-label': name,
    }),
    make('span', { class: 'sign', 'aria-hidden': 'true' }, isStar ? '★' : EMOJI[rating - 1]),
    isStar ? undefined : make('span', { class: 'caption', 'aria-hidden': 'true' }, name),
  );
}

function showForm(survey) {
  const answer = survey.csat_survey_response;
  const title = survey.content ?? text.ask;
  const form = make('form');
  const choices = make('div', { class: `choices ${survey.display_type}` });
  for (let rating = 1; rating <= 5; rating += 1) {
    choices.append(choice(survey, rating, answer?.rating === rating));
  }
  const comment = make('textarea', {
    id: 'comment',
    name: 'comment',
    maxlength: String(MAX_COMMENT),
  });
  comment.value = answer?.feedback_message ?? '';
  const send = button(text.send, undefined, { type: 'submit' });
  const later = make(
    'div',
    { class: 'later', hidden: answer === null },
    make('label', { for: 'comment' }, text.more),
    comment,
    send,
  );
  const note = make('p', { class: 'note', role: 'status' });
  form.append(make('fieldset', { 'aria-label': text.choose }, choices), later, note);
  keepAnswers({ form, later, note, comment, send });
  show(title, inboxLine(survey), heading(title), form);
}

/** A chosen rating is kept at once, for those who close the page; the comment when it is sent. */
function keepAnswers({ form, later, note, comment, send }) {
  let timer;
  let last = Promise.resolve();
  const rating = () => Number(new FormData(form).get('rating'));
  const say = (message, isBad = false) => {
    note.textContent = message;
    note.classList.toggle('bad', isBad);
  };
  // One after the other, so that the last one sent is the one that is kept.
  const keep = (response) => {
    last = last.catch(() => undefined).then(() => put(response));
    return last;
  };
  form.addEventListener('change', ({ target }) => {
    if (target.name !== 'rating') return;
    later.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      keep({ rating: rating() }).then(
        () => say(text.saved),
        (error) => (error.status === 422 ? void load() : say(text.unsent, true)),
      );
    }, SAVE_AFTER);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    send.disabled = true;
    say(text.sending);
    keep({ rating: rating(), feedback_message: comment.value.trim() }).then(
      (after) => showThanks(after),
      (error) => {
        send.disabled = false;
        if (error.status === 422) return void load();
        say(text.unsent, true);
      },
    );
  });
}

async function put(csat_survey_response) {
  const answer = await fetch(address, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ message: { submitted_values: { csat_survey_response } } }),
    // The answer arrives also when the page is closed meanwhile.
    keepalive: true,
  });
  if (answer.ok) return answer.json();
  throw Object.assign(new Error(`answered ${answer.status}`), { status: answer.status });
}

main.replaceChildren(make('p', { class: 'note' }, text.loading));
void load();
