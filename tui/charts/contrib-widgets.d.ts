/** The widgets of blessed-contrib that are drawn with, one by one: all of them at once would take four times as long to load. */
declare module 'blessed-contrib/lib/widget/*' {
  /** Its data can be set once it is on a screen; the kind of data is each widget's own. */
  const widget: (options: Readonly<Record<string, unknown>>) => { setData(...data: readonly unknown[]): void }
  export = widget
}
