import { table } from '../model/binding.js'

/** What looks for events without hiding the others. */
export const SEARCHING = table()
