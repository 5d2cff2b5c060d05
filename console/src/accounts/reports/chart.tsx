import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { shown } from './format.ts';
import type { Point } from './report-data.ts';

interface ChartProps {
  label: string;
  metric: string;
  points: readonly Point[];
  /** The name of a piece of time. */
  nameOf: (timestamp: number) => string;
  onChoose: (timestamp: number) => void;
}

const tick = { fill: 'var(--ink-faint)', fontSize: 12 };

/** Bars of a number over time; the same numbers stand in a table beside it. */
export function Chart({ label, metric, points, nameOf, onChoose }: ChartProps) {
  const bars = points.map((point) => ({ ...point, name: nameOf(point.timestamp) }));
  return (
    <div className="h-72" role="img" aria-label={label}>
      <ResponsiveContainer
        width="100%"
        height="100%"
        initialDimension={{ width: 600, height: 288 }}
      >
        <BarChart
          data={bars}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="name"
            tick={tick}
            tickLine={false}
            axisLine={{ stroke: 'var(--line)' }}
            minTickGap={16}
          />
          <YAxis
            tick={tick}
            tickLine={false}
            axisLine={false}
            width={72}
            allowDecimals={false}
            tickFormatter={(value: number) => shown(metric, value)}
          />
          <Tooltip
            cursor={{ fill: 'var(--hover)' }}
            isAnimationActive={false}
            formatter={(value) => [shown(metric, Number(value)), label]}
            contentStyle={{
              background: 'var(--raised)',
              border: '1px solid var(--line)',
              borderRadius: 8,
              color: 'var(--ink)',
            }}
            itemStyle={{ color: 'var(--ink)' }}
          />
          <Bar
            dataKey="value"
            fill="var(--accent)"
            radius={[3, 3, 0, 0]}
            maxBarSize={48}
            isAnimationActive={false}
            className="cursor-pointer"
            onClick={(bar) => onChoose(Number((bar.payload as Point | undefined)?.timestamp))}
          />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
