export const VIEWS = ['live', 'search', 'alerts', 'jobs', 'stats'] as const
export type ViewName = (typeof VIEWS)[number]

/** What is looked at, and what the views that list no events know. */
export interface ViewsState {
  current: ViewName
}

export const newViews = (): ViewsState => ({ current: 'live' })
