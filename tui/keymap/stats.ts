import { table } from '../model/binding.js'

/** In the view of figures. */
export const STATS = table()
