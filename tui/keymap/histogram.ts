import { table } from '../model/binding.js'

/** In the histogram. */
export const HISTOGRAM = table()
