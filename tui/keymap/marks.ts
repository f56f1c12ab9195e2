import { table } from '../model/binding.js'

/** What is done with events that were picked out. */
export const MARKS = table()
