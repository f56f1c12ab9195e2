import { pressEveryKey } from './every-key.js'

pressEveryKey('80x24')
