// The timelines that are compared. Each is created from the data, loads it into an element, and shows parts of it.

import { Timeline, timeline_css } from './coroscope_bench.js';
import { WHOLE } from './data.js';

/** The height of Coroscope's rows. */
const ROW = 24;
/** The smallest readable height of a row. */
const MIN_ROW = 9;

/** The element's timeline. It loads a recording. */
class Coroscope {
  constructor({ lanes, lane, start, duration }) {
    this.timeline = new Timeline(lanes, lane, start, duration);
  }

  load(stage) {
    const root = stage.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(timeline_css());
    root.adoptedStyleSheets = [sheet];
    this.timeline.load(root, stage.clientHeight);
  }

  show(from, to) {
    this.timeline.show(from, to);
  }

  free() {
    this.timeline.free();
  }
}

function canvasIn(stage) {
  const canvas = document.createElement('canvas');
  canvas.width = stage.clientWidth;
  canvas.height = stage.clientHeight;
  stage.append(canvas);
  return canvas;
}

/** A canvas that only fills rectangles. In each visible lane, a binary search finds the first span; spans below a pixel
 * are merged with their neighbours. All lanes are visible if they fit. */
class Canvas {
  constructor(data) {
    this.data = data;
  }

  load(stage) {
    const { lanes, lane, start, duration } = this.data;
    const each = lane.length / lanes;
    this.lanes = Array.from({ length: lanes }, () => ({
      start: new Float64Array(each),
      end: new Float64Array(each),
      count: 0,
    }));
    for (let i = 0; i < lane.length; i++) {
      const to = this.lanes[lane[i]];
      to.start[to.count] = start[i];
      to.end[to.count++] = start[i] + duration[i];
    }
    const canvas = canvasIn(stage);
    this.width = canvas.width;
    this.height = canvas.height;
    this.row = this.rowHeight();
    this.context = canvas.getContext('2d', { alpha: false });
    this.show(0, WHOLE);
  }

  rowHeight() {
    return Math.max(MIN_ROW, Math.floor(this.height / this.lanes.length));
  }

  show(from, to) {
    const { context, width, height, row } = this;
    context.fillStyle = '#fcfbf9';
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#0072b2';
    const scale = width / (to - from);
    const rows = Math.min(this.lanes.length, Math.ceil(height / row));
    for (let n = 0; n < rows; n++) {
      this.#lane(this.lanes[n], n * row, from, to, scale);
    }
  }

  #lane({ start, end, count }, y, from, to, scale) {
    const bar = Math.ceil(0.6 * this.row);
    let low = 0;
    for (let high = count; low < high; ) {
      const middle = (low + high) >> 1;
      if (end[middle] < from) low = middle + 1;
      else high = middle;
    }
    let [left, right] = [-1, -1];
    for (let i = low; i < count && start[i] <= to; i++) {
      const x = (start[i] - from) * scale;
      const until = (end[i] - from) * scale;
      if (until - x < 1 && x <= right + 1) {
        right = Math.max(right, until);
        continue;
      }
      if (right > left) this.context.fillRect(left, y, Math.max(1, right - left), bar);
      [left, right] = [x, until];
    }
    if (right > left) this.context.fillRect(left, y, Math.max(1, right - left), bar);
  }

  free() {}
}

/** The same canvas with rows as high as Coroscope's, so that it draws the same number of rows. */
class CanvasInOurRows extends Canvas {
  rowHeight() {
    return ROW;
  }
}

/** npm's flame-chart-js. A lane is a level of the flame chart, nested in a span of length 0. */
class FlameChart {
  constructor(data) {
    this.data = data;
  }

  load(stage) {
    const { FlameChartContainer, FlameChartPlugin, TimeGridPlugin } = globalThis.flameChartJs;
    const { lanes, lane, start, duration } = this.data;
    const carriers = Array.from({ length: lanes }, (_, index) => ({
      name: `lane ${index + 1}`,
      start: 0,
      duration: 0,
      color: '#fcfbf9',
      children: [],
    }));
    for (let i = 0; i < lane.length; i++) {
      const span = { name: 'poll', start: start[i], duration: duration[i], color: '#0072b2' };
      carriers[lane[i]].children.push(span);
    }
    carriers.forEach((carrier, index) => {
      if (index + 1 < lanes) carrier.children.push(carriers[index + 1]);
    });
    this.chart = new FlameChartContainer({
      canvas: canvasIn(stage),
      plugins: [new TimeGridPlugin(), new FlameChartPlugin({ data: [carriers[0]] })],
      settings: { styles: { main: { blockHeight: ROW - 1 } } },
    });
  }

  show(from, to) {
    this.chart.setZoom(from, to);
  }

  free() {}
}

export const contenders = {
  coroscope: Coroscope,
  canvas: Canvas,
  'canvas-in-our-rows': CanvasInOurRows,
  'flame-chart-js': FlameChart,
};
