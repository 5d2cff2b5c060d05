export { RulesPage } from './rules.tsx';
export { NewRulePage, RulePage } from './editor.tsx';
export { RuleRunsPage } from './runs.tsx';
