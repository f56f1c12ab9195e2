import { table } from '../model/binding.js'

/** In the view of alerts. */
export const ALERTS = table()
