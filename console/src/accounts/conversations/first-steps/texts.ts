import { defineTexts } from '../../../i18n/texts.ts';

export const useFirstStepsTexts = defineTexts('first-steps', {
  en: {
    title: 'First steps',
    hint: 'Four things, and your desk is ready. What is done is ticked by itself.',
    count: '{{done}} of {{all}} done',
    done: 'done',
    hide: 'Hide this list',
    steps: {
      inbox: 'Make an inbox',
      colleague: 'Invite a colleague',
      message: 'Receive a first message',
      webhook: 'Connect a webhook',
    },
    hints: {
      inbox: 'Where customers write: your website, mail, your own programs.',
      colleague: 'Somebody to share the work with.',
      message: 'Put the chat into your website, or write to the inbox yourself.',
      webhook: 'Tell your own server what happens here.',
    },
    tryIt: 'Write a test message (opens in a new tab)',
  },
  es: {
    title: 'Primeros pasos',
    hint: 'Cuatro cosas y su mesa está lista. Lo que está hecho se marca solo.',
    count: '{{done}} de {{all}} hechas',
    done: 'hecho',
    hide: 'Ocultar esta lista',
    steps: {
      inbox: 'Crear una bandeja',
      colleague: 'Invitar a un colega',
      message: 'Recibir un primer mensaje',
      webhook: 'Conectar un webhook',
    },
    hints: {
      inbox: 'Dónde escriben los clientes: su web, el correo, sus programas.',
      colleague: 'Alguien con quien repartir el trabajo.',
      message: 'Ponga el chat en su web o escriba usted a la bandeja.',
      webhook: 'Avise a su propio servidor de lo que ocurre aquí.',
    },
    tryIt: 'Escribir un mensaje de prueba (se abre en otra pestaña)',
  },
}); // prettier-ignore
