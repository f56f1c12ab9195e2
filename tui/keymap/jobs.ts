import { table } from '../model/binding.js'

/** In the view of jobs. */
export const JOBS = table()
