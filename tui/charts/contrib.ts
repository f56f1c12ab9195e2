/// <reference path="./contrib-widgets.d.ts" />

/** A widget of blessed-contrib; its data can be set once it is on a screen. */
export interface ContribWidget {
  setData(...data: readonly unknown[]): void
}
export type MakeWidget = (options: Readonly<Record<string, unknown>>) => ContribWidget

/** The one door to the package: its widgets one by one, as all of them would take four times as long to load. */
export const CONTRIB = {
  line: async (): Promise<MakeWidget> => (await import('blessed-contrib/lib/widget/charts/line.js')).default,
  stackedBar: async (): Promise<MakeWidget> =>
    (await import('blessed-contrib/lib/widget/charts/stacked-bar.js')).default,
  sparkline: async (): Promise<MakeWidget> => (await import('blessed-contrib/lib/widget/sparkline.js')).default,
  gauge: async (): Promise<MakeWidget> => (await import('blessed-contrib/lib/widget/gauge.js')).default,
} as const
