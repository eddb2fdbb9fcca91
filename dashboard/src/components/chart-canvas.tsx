import { BarChart, CustomChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

register([BarChart, LineChart, ScatterChart, CustomChart, SankeyChart, GridComponent, TooltipComponent, SVGRenderer]);

interface CanvasProps {
  label: string;
  height: number;
  option: EChartsCoreOption;
  onPick?: (name: string) => void;
}

/** Draws one option as SVG, follows its container's size, and gives the picture back when it leaves. */
export function ChartCanvas({ label, height, option, onPick }: CanvasProps) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  }, [onPick]);
  useEffect(() => {
    if (!holder.current) return undefined;
    const drawn = init(holder.current, null, { renderer: 'svg' });
    chart.current = drawn;
    drawn.on('click', ({ name, value }) => pick.current?.(name || (typeof value === 'string' ? value : '')));
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(holder.current);
    return () => {
      observer.disconnect();
      drawn.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption({ animation: false, ...option }, { notMerge: true });
  }, [option]);
  return <div ref={holder} role="img" aria-label={label} style={{ height }} className="w-full" />;
}
