import { ChevronDown, ChevronsUp, ChevronUp, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from './conversation-data.ts';

const looks = {
  urgent: { icon: TriangleAlert, tone: 'text-danger' },
  high: { icon: ChevronsUp, tone: 'text-warn' },
  medium: { icon: ChevronUp, tone: 'text-ink-soft' },
  low: { icon: ChevronDown, tone: 'text-ink-faint' },
} as const;

interface Props {
  priority: Conversation['priority'] | undefined;
  className?: string;
}

export function PriorityMark({ priority, className = '' }: Props) {
  const { t } = useTranslation();
  if (priority == null) return null;
  const { icon: Icon, tone } = looks[priority];
  return (
    <Icon
      role="img"
      aria-label={t(`priority.${priority}`)}
      className={`size-4 shrink-0 ${tone} ${className}`}
    />
  );
}
