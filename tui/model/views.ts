import { type AlertsState, newAlerts } from './alerts.js'
import { type ForwardingState, newForwarding } from './forwarding.js'
import { type JobsState, newJobs } from './jobs.js'
import { type LinkState, newLink } from './link-log.js'
import { newReport, type ReportState } from './report.js'
import { newStats, type StatsState } from './stats.js'

export const VIEWS = ['live', 'search', 'alerts', 'jobs', 'stats', 'forwarding'] as const
export type ViewName = (typeof VIEWS)[number]

/** What is looked at, and what the views that list no events know. */
export interface ViewsState extends ReportState, AlertsState, JobsState, StatsState, LinkState, ForwardingState {
  current: ViewName
  /** Lines that were run from the palette, the oldest first. */
  ran: readonly string[]
}

export const newViews = (): Omit<ViewsState, 'nowMs'> => ({
  current: 'live',
  ran: [],
  ...newReport(),
  ...newAlerts(),
  ...newJobs(),
  ...newStats(),
  ...newLink(),
  ...newForwarding(),
})

/** The views without rows of events. */
export type PlainView = Exclude<ViewName, 'live' | 'search'>

export const isPlain = (view: ViewName): view is PlainView => view !== 'live' && view !== 'search'
