import type uPlot from 'uplot';
import type { InspectorSecond } from './recorder.js';

const axis = (stroke: string) => ({ stroke, size: 40, ticks: { show: false }, grid: { stroke: '#8884', width: 1 } });

/**
 * Messages per second, and milliseconds of each second that handlers took. uPlot is loaded with the first panel, not with the
 * module: it asks for a screen at once, and throws where a test runner has a window without one. There, and where nothing can be drawn,
 * the panel has no chart.
 */
export function createChart(target: HTMLElement, seconds: number) {
  const dim = '#868e99';
  const widthNow = (): number => Math.max(200, target.clientWidth - 12);
  const options = (): uPlot.Options => ({
    width: widthNow(),
    height: 90,
    legend: { show: false },
    cursor: { show: false },
    axes: [
      { ...axis(dim), size: 22 },
      axis('#3d8fd6'),
      { ...axis('#c2761b'), side: 1, scale: 'ms', grid: { show: false } },
    ],
    series: [
      {},
      { label: 'messages/s', stroke: '#3d8fd6', width: 1.5 },
      { label: 'handlers, ms/s', stroke: '#c2761b', width: 1.5, scale: 'ms' },
    ],
  });
  let chart: uPlot | undefined;
  let isDestroyed = false;
  import('uplot')
    .then((module: any) => {
      // CommonJS has it as the module itself.
      const Chart: typeof uPlot = module.default ?? module;
      const canDraw = document.createElement('canvas').getContext('2d') !== null;
      if (canDraw && !isDestroyed) chart = new Chart(options(), [[], [], []], target);
    })
    .catch(() => {});
  return {
    /** Seconds in which nothing happened are zeros. */
    draw(history: readonly InspectorSecond[], now = Math.floor(Date.now() / 1000)): void {
      const byTime = new Map(history.map((second) => [second.time, second]));
      const times = Array.from({ length: seconds }, (_, i) => now - seconds + i);
      chart?.setData([
        times,
        times.map((time) => (byTime.get(time)?.received ?? 0) + (byTime.get(time)?.sent ?? 0)),
        times.map((time) => byTime.get(time)?.handlerMs ?? 0),
      ]);
    },
    resize(): void {
      if (chart && chart.width !== widthNow()) chart.setSize({ width: widthNow(), height: 90 });
    },
    destroy(): void {
      isDestroyed = true;
      chart?.destroy();
    },
  };
}
