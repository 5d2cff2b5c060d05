import { defineTexts } from '../../i18n/texts.ts';

export const useValueTexts = defineTexts('attributes', {
  en: {
    add: 'Add attribute',
    choose: 'Which one?',
    edit: 'Change {{name}}',
    remove: 'Remove {{name}}',
    empty: 'Nothing noted yet.',
    yes: 'Yes',
    no: 'No',
    number: 'This is not a number.',
    link: 'An address begins with https:// or http://.',
    pattern: 'This does not have the form that is asked for.',
    save: 'Save {{name}}',
  },
  es: {
    add: 'Añadir atributo',
    choose: '¿Cuál?',
    edit: 'Cambiar {{name}}',
    remove: 'Quitar {{name}}',
    empty: 'Todavía no hay nada anotado.',
    yes: 'Sí',
    no: 'No',
    number: 'Esto no es un número.',
    link: 'Una dirección empieza por https:// o http://.',
    pattern: 'Esto no tiene la forma que se pide.',
    save: 'Guardar {{name}}',
  },
}); // prettier-ignore
