export { MacrosPage } from './macros.tsx';
export { NewMacroPage, MacroPage } from './editor.tsx';
export { MacroRunsPage } from './runs.tsx';
